import { CLASSES } from "../learner.ts";
import { withPreprocessing } from "../onnx/compose.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, OPSETS } from "../onnx/graph.ts";
import { type Serving, TABULAR_SCORING_ROWS } from "../serving.ts";
import { linearScores } from "./logistic-loss.ts";
import type { LogisticState } from "./logistic-state.ts";
import type { LogisticParams } from "./params.ts";
import { MAX_DEVIATIONS, standardise } from "./standard-column.ts";

/** The linear scores of standardised features. */
export const logisticServing: Serving<LogisticParams, LogisticState> = {
  scoringRows: () => TABULAR_SCORING_ROWS,

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
