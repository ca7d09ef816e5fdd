import { Random } from "../../math/random.ts";
import type { Fitting } from "../fitting.ts";
import { CLASSES } from "../learner.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import { TreeGrower } from "../trees/tree-grower.ts";
import { bootstrapSample } from "./bootstrap-sample.ts";
import { decodeState, encodeState, type ForestState, type ForestTree } from "./forest-state.ts";
import { GiniCriterion } from "./gini-criterion.ts";
import type { ClassCounts } from "./gini-split.ts";
import type { ForestParams } from "./params.ts";

/** A forest tree by tree. */
export const forestFitting: Fitting<ForestParams, BinnedData, ForestState> = {
  start: (_data, _params, seed) => ({ trees: [], random: Random.seeded(seed).state() }),
  step: (data, params, state) => (progress(params, state) < 1 ? addTree(data, params, state) : state),
  pieceOf: () => 0,
  progress,
  // All trees vote.
  epochs: ({ trees }) => ({ best: trees.length, last: trees.length }),
  encode: encodeState,
  decode: decodeState,
};

function progress({ trees }: ForestParams, state: ForestState): number {
  return state.trees.length / trees;
}

function addTree(data: BinnedData, params: ForestParams, state: ForestState): ForestState {
  const random = Random.resumed(state.random);
  const sample = bootstrapSample(data.weights.subarray(0, data.trainingRows), random);
  const grower = new TreeGrower<ClassCounts>(data, { ...params, growth: "depthwise" });
  const shares: number[] = [];
  const grown = grower.grow(new GiniCriterion(data, params, random), sample, (counts) => {
    const rows = counts[0] + counts[1] + counts[2];
    return shares.push(...counts.map((count) => count / rows)) / CLASSES.length - 1;
  });
  const { bin: _, ...tree } = grown;
  const added: ForestTree = { ...tree, shares: Float32Array.from(shares) };
  return { trees: [...state.trees, added], random: random.state() };
}
