import { CLASSES } from "../learner.ts";
import { type Serving, TABULAR_SCORING_ROWS } from "../serving.ts";
import { exportEnsemble } from "../trees/export-ensemble.ts";
import { leafOf, type Tree } from "../trees/tree.ts";
import type { BoostingState } from "./boosting-state.ts";
import type { BoostingParams } from "./params.ts";

/** The sum of the trees up to the best round. */
export function createBoostingServing(family: string): Serving<BoostingParams, BoostingState> {
  return {
    scoringRows: () => TABULAR_SCORING_ROWS,

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

function chosenTrees(state: BoostingState): readonly Tree[] {
  return state.trees.slice(0, state.bestRound * CLASSES.length);
}
