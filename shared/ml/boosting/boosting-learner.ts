import { CLASSES, type Learner } from "../learner.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import { binnedPreparation } from "../trees/binned-preparation.ts";
import { exportEnsemble } from "../trees/export-ensemble.ts";
import type { Growth } from "../trees/growth.ts";
import { leafOf, type Tree } from "../trees/tree.ts";
import { type BoostingState, decodeState, encodeState } from "./boosting-state.ts";
import { type BoostingParams, parseParams } from "./params.ts";
import { boostOnce, startBoosting } from "./round.ts";

/** Histogram gradient-boosted trees for the three classes, on softmax cross-entropy. One step is one round. */
function createBoostingLearner(growth: Growth): Learner<BoostingParams, BinnedData, BoostingState> {
  const family = `boosting-${growth}`;
  return {
    family,
    ...binnedPreparation,
    parseParams: (input) => parseParams(growth, input),
    start: (data, _params, seed) => startBoosting(data, seed),
    step: (data, params, state) =>
      progress(params, state) < 1 ? boostOnce(data, params, growth, state) : state,
    progress,
    encodeState,
    epochs: ({ bestRound, trees }) => ({ best: bestRound, last: trees.length / CLASSES.length }),
    decodeState,

    scores(_params, state, features, rows) {
      const scores = new Float64Array(rows * CLASSES.length);
      for (let at = 0; at < scores.length; at += CLASSES.length) scores.set(state.base, at);
      for (const [i, tree] of chosenTrees(state).entries()) {
        const k = i % CLASSES.length;
        for (let row = 0; row < rows; row++) {
          scores[row * CLASSES.length + k]! += tree.value[leafOf(tree, features, rows, row)]!;
        }
      }
      return scores;
    },

    export: (_params, state, featureNames) =>
      exportEnsemble(family, state.base, chosenTrees(state), featureNames, (tree, treeId, leaf) => [
        { target: treeId % CLASSES.length, weight: tree.value[leaf]! },
      ]),
  };
}

/** The split with the highest gain first, as LightGBM grows trees: what "boosting" means without a word more. */
export const boostingLearner = createBoostingLearner("leafwise");
/** Level by level, as XGBoost grows trees. */
export const depthwiseBoostingLearner = createBoostingLearner("depthwise");

function progress(params: BoostingParams, state: BoostingState): number {
  return state.stopped ? 1 : state.trees.length / (CLASSES.length * params.rounds);
}

/** The trees up to the best round. */
function chosenTrees(state: BoostingState): readonly Tree[] {
  return state.trees.slice(0, state.bestRound * CLASSES.length);
}
