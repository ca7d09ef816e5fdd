import { CLASSES } from "../learner.ts";
import { Random } from "../random.ts";
import { logLoss } from "../softmax.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import type { Growth } from "../trees/growth.ts";
import { addBinnedScores, type Tree } from "../trees/tree.ts";
import { TreeGrower } from "../trees/tree-grower.ts";
import type { BoostingState } from "./boosting-state.ts";
import { GradientCriterion } from "./gradient-criterion.ts";
import { type GradientSums, leafScore } from "./gradient-split.ts";
import { priorScores, softmaxGradients } from "./gradients.ts";
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
  const grower = new TreeGrower<GradientSums>(data, { ...params, growth });
  const buffers = {
    gradient: new Float64Array(data.trainingRows),
    hessian: new Float64Array(data.trainingRows),
  };
  const sample = draw(random, params.subsample, data.trainingRows);
  const scores = state.scores.slice();
  const trees: Tree[] = [...state.trees];
  for (const [k, derivatives] of softmaxGradients(data, state.scores).entries()) {
    const features = draw(random, params.colsample, data.thresholds.length);
    const criterion = new GradientCriterion(data, derivatives, features, params, buffers);
    const grown = grower.grow(criterion, sample, (sums) => params.learningRate * leafScore(sums, params));
    addBinnedScores(grown, data, scores, CLASSES.length, k);
    const { bin: _, ...tree } = grown;
    trees.push(tree);
  }
  const round = trees.length / CLASSES.length;
  return { ...state, trees, scores, random: random.state(), ...judge(data, params, state, scores, round) };
}

/** A share of the numbers below `count`, at least one; all of them without drawing when the share is 1. */
function draw(random: Random, share: number, count: number): Int32Array {
  if (share === 1) return Int32Array.from({ length: count }, (_, i) => i);
  return random.choose(Math.max(1, Math.round(share * count)), count);
}

/** Early stopping: compares the loss on the validation rows with the lowest so far. */
function judge(
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
