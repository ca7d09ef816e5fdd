import type { Fitting } from "../fitting.ts";
import { CLASSES } from "../learner.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import type { Growth } from "../trees/growth.ts";
import { type BoostingState, decodeState, encodeState } from "./boosting-state.ts";
import type { BoostingParams } from "./params.ts";
import { boostOnce, startBoosting } from "./round.ts";

/** Boosting round by round. */
export function createBoostingFitting(growth: Growth): Fitting<BoostingParams, BinnedData, BoostingState> {
  return {
    start: (data, _params, seed) => startBoosting(data, seed),
    step: (data, params, state) =>
      progress(params, state) < 1 ? boostOnce(data, params, growth, state) : state,
    pieceOf: () => 0,
    progress,
    epochs: ({ bestRound, trees }) => ({ best: bestRound, last: trees.length / CLASSES.length }),
    encode: encodeState,
    decode: decodeState,
  };
}

function progress(params: BoostingParams, state: BoostingState): number {
  return state.stopped ? 1 : state.trees.length / (CLASSES.length * params.rounds);
}
