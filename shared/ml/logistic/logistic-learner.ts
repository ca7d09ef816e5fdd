import { CLASSES, type Learner } from "../learner.ts";
import { onePiece } from "../one-piece.ts";
import { withPreprocessing } from "../onnx/compose.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, OPSETS } from "../onnx/graph.ts";
import { gradientSize, startLbfgs, stepLbfgs } from "../optimisation/l-bfgs.ts";
import { tabularRows } from "../tabular-rows.ts";
import { linearScores, logisticLoss } from "./logistic-loss.ts";
import { decodeState, encodeState, type LogisticState } from "./logistic-state.ts";
import { type LogisticParams, parseParams } from "./params.ts";
import {
  decodeStandardColumn,
  encodeStandardColumn,
  MAX_DEVIATIONS,
  standardise,
  standardiseColumn,
} from "./standard-column.ts";
import {
  decodeStandardData,
  encodeStandardData,
  joinStandardColumns,
  type StandardData,
  standardiseDataset,
} from "./standard-data.ts";

/**
 * Multinomial logistic regression with an L2 penalty on standardised features, missing values at their mean. One step is
 * one iteration of L-BFGS; the problem is strictly convex, so where it starts does not matter and nothing is random.
 */
export const logisticLearner: Learner<LogisticParams, StandardData, LogisticState> = {
  family: "logistic",
  ...tabularRows,
  ...onePiece,
  parseParams,
  prepare: standardiseDataset,
  prepareColumn: (values, trainingRows) => encodeStandardColumn(standardiseColumn(values, trainingRows)),
  joinColumns: (rows, columns, params) =>
    joinStandardColumns(rows, columns.map(decodeStandardColumn), params),
  encodePrepared: encodeStandardData,
  decodePrepared: decodeStandardData,

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

  progress,
  // Nothing is held back to choose by: the last iteration is the best.
  epochs: ({ iterations }) => ({ best: iterations, last: iterations }),
  encodeState,
  decodeState,

  scores(_params, state, features, rows) {
    const { mean, scale } = state;
    const standard = new Float32Array(features.length);
    for (let f = 0; f < mean.length; f++) {
      const column = features.subarray(f * rows, (f + 1) * rows);
      standard.set(standardise(column, mean[f]!, scale[f]!), f * rows);
    }
    const scores = new Float64Array(rows * CLASSES.length);
    // Rounded as the exported model has them.
    linearScores(standard, rows, state.minimisation.point.map(Math.fround), scores);
    return scores;
  },

  export: (_params, state, featureNames) => exportLinear(state, featureNames),
};

function progress({ iterations }: LogisticParams, state: LogisticState): number {
  return state.converged ? 1 : state.iterations / iterations;
}

function exportLinear(
  { minimisation, mean, scale }: LogisticState,
  featureNames: readonly string[],
): OnnxGraph {
  const [features, classes] = [featureNames.length, CLASSES.length];
  const coefficients = minimisation.point.subarray(0, features * classes);
  const intercepts = minimisation.point.subarray(features * classes);
  const graph: OnnxGraph = {
    name: "logistic",
    nodes: [node("Gemm", ["features", "coefficients", "intercepts"], "scores")],
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", features] }],
    outputs: [{ name: "scores", elementType: ELEMENT_TYPE.float, shape: ["N", classes] }],
    initializers: [
      floatTensor("coefficients", [features, classes], coefficients),
      floatTensor("intercepts", [classes], intercepts),
    ],
    opsets: OPSETS,
    metadata: {},
  };
  return withPreprocessing(graph, { fill: mean, mean, scale, limit: MAX_DEVIATIONS });
}
