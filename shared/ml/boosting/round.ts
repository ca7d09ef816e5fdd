import { Random } from "../../math/random.ts";
import { CLASSES } from "../learner.ts";
import { logLoss } from "../softmax.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import type { Growth, TreeShape } from "../trees/growth.ts";
import { addBinnedScores, type Tree } from "../trees/tree.ts";
import { TreeGrower } from "../trees/tree-grower.ts";
import type { BoostingState } from "./boosting-state.ts";
import { GradientCriterion } from "./gradient-criterion.ts";
import { leafScore } from "./gradient-split.ts";
import { priorScores, softmaxGradients } from "./gradients.ts";
import { packGradients } from "./packed-gradients.ts";
import type { BoostingParams } from "./params.ts";

/** The state before the first round: every row scored with the class prior. */
export function startBoosting(data: BinnedData, seed: number): BoostingState {
  const base = priorScores(data);
  const scores = new Float64Array(data.rows * CLASSES.length);
  for (let at = 0; at < scores.length; at += CLASSES.length) scores.set(base, at);
  const random = Random.seeded(seed).state();
  return {
    base,
    trees: [],
    scores,
    random,
    bestRound: 0,
    bestLoss: Number.POSITIVE_INFINITY,
    stopped: false,
  };
}

/** One round: a tree for each class, fitted to the gradients that all classes had before it (Friedman 2001). */
export function boostOnce(
  data: BinnedData,
  params: BoostingParams,
  growth: Growth,
  state: BoostingState,
): BoostingState {
  const random = Random.resumed(state.random);
  const { grower, buffer } = workshopOf(data, { ...params, growth });
  const sample = draw(random, params.subsample, data.trainingRows);
  const scores = state.scores.slice();
  const trees: Tree[] = [...state.trees];
  for (const [k, derivatives] of softmaxGradients(data, state.scores).entries()) {
    const features = draw(random, params.colsample, data.thresholds.length);
    const gradients = packGradients(derivatives, sample);
    const criterion = new GradientCriterion(data, gradients, features, params, buffer);
    const grown = grower.grow(
      criterion,
      sample,
      (sum) => params.learningRate * leafScore(sum, gradients, params),
    );
    addBinnedScores(grown, data, scores, CLASSES.length, k);
    const { bin: _, ...tree } = grown;
    trees.push(tree);
  }
  const round = trees.length / CLASSES.length;
  return {
    ...state,
    trees,
    scores,
    random: random.state(),
    ...checkEarlyStopping(data, params, state, scores, round),
  };
}

/** Tools that trees are grown with, kept for the next round: histograms are large, and new memory is slow. */
interface Workshop {
  readonly shape: TreeShape;
  readonly grower: TreeGrower<number>;
  readonly buffer: Float64Array;
}

/** Holds nothing that a round's result depends on. */
const workshops = new WeakMap<BinnedData, Workshop>();

function workshopOf(data: BinnedData, { growth, maxLeaves, maxDepth }: TreeShape): Workshop {
  const known = workshops.get(data);
  const isSame =
    known?.shape.growth === growth &&
    known.shape.maxLeaves === maxLeaves &&
    known.shape.maxDepth === maxDepth;
  if (isSame) return known;
  const shape = { growth, maxLeaves, maxDepth };
  const grower = new TreeGrower<number>(data, shape);
  const workshop = { shape, grower, buffer: new Float64Array(data.trainingRows) };
  workshops.set(data, workshop);
  return workshop;
}

/** A share of the numbers below `count`, at least one; all of them without drawing when the share is 1. */
function draw(random: Random, share: number, count: number): Int32Array {
  if (share === 1) return Int32Array.from({ length: count }, (_, i) => i);
  return random.choose(Math.max(1, Math.round(share * count)), count);
}

/** Early stopping: compares the loss on the validation rows with the lowest so far. */
function checkEarlyStopping(
  data: BinnedData,
  params: BoostingParams,
  before: BoostingState,
  scores: Float64Array,
  round: number,
): Pick<BoostingState, "bestRound" | "bestLoss" | "stopped"> {
  const loss = logLoss(scores, data.labels, data.weights, data.trainingRows);
  // Without validation rows (or weight on them) the loss is NaN, and the last round is the best.
  if (Number.isNaN(loss)) return { bestRound: round, bestLoss: before.bestLoss, stopped: false };
  if (loss < before.bestLoss) return { bestRound: round, bestLoss: loss, stopped: false };
  return {
    bestRound: before.bestRound,
    bestLoss: before.bestLoss,
    stopped: round - before.bestRound >= params.patience,
  };
}
