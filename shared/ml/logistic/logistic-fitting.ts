import type { Fitting } from "../fitting.ts";
import { CLASSES } from "../learner.ts";
import { gradientSize, startLbfgs, stepLbfgs } from "../optimisation/l-bfgs.ts";
import { logisticLoss } from "./logistic-loss.ts";
import { decodeState, encodeState, type LogisticState } from "./logistic-state.ts";
import type { LogisticParams } from "./params.ts";
import type { StandardData } from "./standard-data.ts";

/** Logistic regression, one iteration of L-BFGS after another. */
export const logisticFitting: Fitting<LogisticParams, StandardData, LogisticState> = {
  start(data, { l2 }) {
    const point = new Float64Array((data.mean.length + 1) * CLASSES.length);
    const minimisation = startLbfgs(logisticLoss(data, l2), point);
    return { iterations: 0, converged: false, minimisation, mean: data.mean, scale: data.scale };
  },

  step(data, params, state) {
    if (progress(params, state) === 1) return state;
    const minimisation = stepLbfgs(logisticLoss(data, params.l2), state.minimisation);
    const isStuck = minimisation === state.minimisation;
    const converged = isStuck || gradientSize(minimisation) <= params.tolerance;
    return { ...state, iterations: state.iterations + 1, converged, minimisation };
  },

  pieceOf: () => 0,
  progress,
  // Nothing is held back to choose by: the last iteration is the best.
  epochs: ({ iterations }) => ({ best: iterations, last: iterations }),
  encode: encodeState,
  decode: decodeState,
};

function progress({ iterations }: LogisticParams, state: LogisticState): number {
  return state.converged ? 1 : state.iterations / iterations;
}
