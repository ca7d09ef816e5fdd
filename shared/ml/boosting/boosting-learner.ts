import { CLASSES, type Learner } from "../learner.ts";
import { binColumn, decodeBinnedColumn, encodeBinnedColumn } from "./bin-column.ts";
import {
  type BinnedData,
  binDataset,
  decodeBinnedData,
  encodeBinnedData,
  joinColumns,
} from "./binned-data.ts";
import { type BoostingState, decodeState, encodeState } from "./boosting-state.ts";
import { exportEnsemble } from "./export-ensemble.ts";
import { type BoostingParams, parseParams } from "./params.ts";
import { boostOnce, startBoosting } from "./round.ts";
import { addRawScores, type Tree } from "./tree.ts";

/** Histogram gradient-boosted trees for the three classes, on softmax cross-entropy. One step is one round. */
export const boostingLearner: Learner<BoostingParams, BinnedData, BoostingState> = {
  family: "boosting",
  parseParams,
  prepare: binDataset,
  prepareColumn: (values, trainingRows, { maxBins }) =>
    encodeBinnedColumn(binColumn(values, trainingRows, maxBins)),
  joinColumns: (rows, columns, params) => joinColumns(rows, columns.map(decodeBinnedColumn), params),
  encodePrepared: encodeBinnedData,
  decodePrepared: decodeBinnedData,
  start: (data, _params, seed) => startBoosting(data, seed),
  step: (data, params, state) => (progress(params, state) < 1 ? boostOnce(data, params, state) : state),
  progress,
  encodeState,
  decodeState,

  scores(_params, state, features, rows) {
    const scores = new Float64Array(rows * CLASSES.length);
    for (let at = 0; at < scores.length; at += CLASSES.length) scores.set(state.base, at);
    for (const [i, tree] of chosenTrees(state).entries()) {
      addRawScores(tree, features, rows, scores, CLASSES.length, i % CLASSES.length);
    }
    return scores;
  },

  export: (_params, state, featureNames) => exportEnsemble(state.base, chosenTrees(state), featureNames),
};

function progress(params: BoostingParams, state: BoostingState): number {
  return state.stopped ? 1 : state.trees.length / (CLASSES.length * params.rounds);
}

/** The trees up to the best round. */
function chosenTrees(state: BoostingState): readonly Tree[] {
  return state.trees.slice(0, state.bestRound * CLASSES.length);
}
