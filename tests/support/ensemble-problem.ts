import type { Dataset } from "../../shared/ml/dataset.ts";
import type { EnsembleState } from "../../shared/ml/ensemble/ensemble-state.ts";
import type { EnsembleParams } from "../../shared/ml/ensemble/params.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { learningProblem } from "./learning-problem.ts";

export const learner = learnerOf("ensemble");
export const MEMBERS = [
  { family: "boosting-depthwise", params: { rounds: 6, learningRate: 0.3, maxDepth: 3 } },
  { family: "forest", params: { trees: 6, minLeafRows: 5 } },
  { family: "logistic", params: { iterations: 15 } },
];
export const INPUT = { members: MEMBERS, folds: 2 };
export const SPAN = 5;

/** Rows one after another, whose outcomes are known five rows later. */
export function problem(rows: number, seed = 1): Dataset {
  const { data } = learningProblem(rows, 8, seed);
  const decidedAt = Float64Array.from({ length: rows }, (_, row) => row);
  const times = { decidedAt, resolvedAt: decidedAt.map((at) => at + SPAN), embargoMs: SPAN };
  return { ...data, times, validationFrom: Math.round(0.85 * rows) };
}

export function learn(data: Dataset, input: unknown = INPUT, seed = 3, cut = false) {
  const params = learner.parseParams(input);
  let prepared = learner.preparation.prepare(data, params);
  let state = learner.fitting.start(prepared, params, seed);
  while (learner.fitting.progress(params, state) < 1) {
    if (cut) {
      state = learner.fitting.decode(learner.fitting.encode(state));
      prepared = learner.preparation.decode(learner.preparation.encode(prepared));
    }
    state = learner.fitting.step(prepared, params, state);
  }
  return { params: params as EnsembleParams, state: state as EnsembleState };
}

/** The same, prepared a feature and a piece at a time, and given at each step no more than the piece that it asks for. */
export function learnInPieces(data: Dataset, input: unknown, seed = 3) {
  const params = learner.parseParams(input);
  const bars = data.features.length / data.featureNames.length;
  const pieces = Array.from({ length: learner.preparation.pieces(params) }, (_, piece) => {
    const columns = data.featureNames.map((_, f) => {
      const column = data.features.subarray(f * bars, (f + 1) * bars);
      const values = data.rowBars ? Float32Array.from(data.rowBars, (bar) => column[bar]!) : column;
      return learner.preparation.prepareColumn(values, data.validationFrom!, params, column, piece);
    });
    return learner.preparation.decode(
      learner.preparation.encode(learner.preparation.joinColumns(data, columns, params, piece)),
    );
  });
  let state = learner.fitting.start(pieces[0], params, seed);
  while (learner.fitting.progress(params, state) < 1) {
    state = learner.fitting.step(pieces[learner.fitting.pieceOf(params, state)], params, state);
  }
  return state;
}
