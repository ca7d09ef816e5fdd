import { describe, expect, it } from "vitest";
import golden from "../../../tests/oracles/logistic/golden.json" with { type: "json" };
import { learn } from "../../../tests/support/learning-problem.ts";
import type { Dataset } from "../dataset.ts";
import { compileGraph } from "../onnx/evaluate.ts";
import { softmax } from "../softmax.ts";
import type { LogisticState } from "./logistic-state.ts";

const data: Dataset = {
  rows: golden.labels.length,
  featureNames: Array.from({ length: golden.features }, (_, f) => `f${f}`),
  features: Float32Array.from(golden.values, (value) => value ?? Number.NaN),
  labels: Uint8Array.from(golden.labels),
  weights: Float32Array.from(golden.weights),
};

describe.each([
  ["classes as they come", [1, 1, 1], golden.even],
  ["balanced classes", "balanced", golden.balanced],
])("%s", (_, classWeights, expected) => {
  const params = { l2: golden.l2, tolerance: 1e-8, classWeights };
  const fitted = learn("logistic", data, params);
  const { converged, iterations, minimisation } = fitted.state as LogisticState;

  it("converges to the coefficients of scikit-learn", () => {
    expect(converged).toBe(true);
    expect(iterations).toBeLessThan(100);
    const intercepts = minimisation.point.subarray(golden.features * 3);
    expected.coefficients.flat().forEach((coefficient, i) => {
      expect(Math.abs(minimisation.point[i]! - coefficient)).toBeLessThan(1e-4);
    });
    // A constant on all intercepts says nothing; scikit-learn's and ours add up to 0.
    expected.intercepts.forEach((intercept, k) => {
      expect(Math.abs(intercepts[k]! - intercept)).toBeLessThan(1e-4);
    });
  });

  it("gives its probabilities, from raw values and from the exported graph", () => {
    const scores = fitted.learner.serving.scores(fitted.params, fitted.state, data.features, data.rows);
    const graph = fitted.learner.serving.export(fitted.params, fitted.state, data.featureNames);
    const firstRows = Float32Array.from(
      { length: 20 * golden.features },
      (_, i) => data.features[(i % golden.features) * data.rows + Math.floor(i / golden.features)]!,
    );
    const exported = softmax(Float64Array.from(compileGraph(graph, "scores").run(firstRows, 20)), 3);
    const given = softmax(scores, 3);
    expected.probabilities.flat().forEach((p, i) => {
      expect(Math.abs(given[i]! - p)).toBeLessThan(1e-4);
      expect(Math.abs(exported[i]! - p)).toBeLessThan(1e-4);
    });
  });
});

it("keeps outliers within ten standard deviations: farther out, the answer does not change", () => {
  const { learner, params, state } = learn("logistic", data, { l2: golden.l2 });
  const far = (value: number) =>
    learner.serving.scores(params, state, new Float32Array(golden.features).fill(value), 1);
  expect(far(1e6)).toEqual(far(1e9));
  expect(far(1e6)).not.toEqual(far(0));
});
