import { Random } from "../../shared/math/random.ts";
import { boostingLearner } from "../../shared/ml/boosting/boosting-learner.ts";
import type { Dataset } from "../../shared/ml/dataset.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { softmax } from "../../shared/ml/softmax.ts";

export interface LearningProblem {
  readonly data: Dataset;
  /** The law that the labels were drawn from, row-major `[rows * 3]`: nothing can predict better. */
  readonly truth: Float64Array;
}

/** Features that say something; further ones are noise. */
const INFORMATIVE = 6;

/**
 * Rows with interactions, kinks and missing values, one of them informative, and labels drawn from known probabilities.
 * @param features at least 6
 */
export function learningProblem(rows: number, features: number, seed: number): LearningProblem {
  if (features < INFORMATIVE) throw new RangeError(`at least ${INFORMATIVE} features, not ${features}`);
  const random = Random.seeded(seed);
  const matrix = Float32Array.from({ length: rows * features }, () => random.normal());
  const scores = new Float64Array(rows * 3);
  for (let row = 0; row < rows; row++) {
    const x = (feature: number) => matrix[feature * rows + row]!;
    const hidden = random.uniform() < 0.2;
    scores[row * 3] = 1.2 * x(0) + (x(1) > 0 ? x(2) : -x(2));
    scores[row * 3 + 1] = hidden ? 1.5 : 0;
    scores[row * 3 + 2] = x(1) * x(3) + 0.8 * Math.abs(x(4)) - 0.5;
    if (hidden) matrix[5 * rows + row] = Number.NaN;
    else if (random.uniform() < 0.1) matrix[row] = Number.NaN;
  }
  const truth = softmax(scores, 3);
  const labels = drawLabels(truth, random);
  const featureNames = Array.from({ length: features }, (_, i) => `f${i}`);
  const weights = new Float32Array(rows).fill(1);
  return { data: { rows, featureNames, features: matrix, labels, weights }, truth };
}

/** A label for each row, drawn from its probabilities. */
export function drawLabels(probabilities: Float64Array, random: Random): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / 3 }, (_, row) => {
    const u = random.uniform();
    const sell = probabilities[row * 3]!;
    return u < sell ? 0 : u < sell + probabilities[row * 3 + 1]! ? 1 : 2;
  });
}

/** The same values row by row, as a model file takes them. */
export function rowMajor({ rows, featureNames, features }: Dataset): Float32Array {
  const columns = featureNames.length;
  return Float32Array.from(features, (_, i) => features[(i % columns) * rows + Math.floor(i / columns)]!);
}

/** The last `count` rows taken off, for a test on rows that nothing was learned from. */
export function splitRows(data: Dataset, count: number): { train: Dataset; test: Dataset } {
  return { train: rowsOf(data, 0, data.rows - count), test: rowsOf(data, data.rows - count, data.rows) };
}

function rowsOf(data: Dataset, from: number, to: number): Dataset {
  const columns = data.featureNames.map((_, i) =>
    data.features.subarray(i * data.rows + from, i * data.rows + to),
  );
  return {
    rows: to - from,
    featureNames: data.featureNames,
    features: Float32Array.from(columns.flatMap((column) => [...column])),
    labels: data.labels.slice(from, to),
    weights: data.weights.slice(from, to),
  };
}

/** Boosts to the end: the parameters as checked, and the last state. */
export function boost(data: Dataset, input: unknown, seed = 1) {
  const params = boostingLearner.parseParams(input);
  const prepared = boostingLearner.preparation.prepare(data, params);
  let state = boostingLearner.fitting.start(prepared, params, seed);
  while (boostingLearner.fitting.progress(params, state) < 1)
    state = boostingLearner.fitting.step(prepared, params, state);
  return { params, state };
}

/** Any family's learner run to its end: the learner, the parameters as checked, and the last state. */
export function learn(family: string, data: Dataset, input: unknown, seed = 1) {
  const learner = learnerOf(family);
  const params = learner.parseParams(input);
  const prepared = learner.preparation.prepare(data, params);
  let state = learner.fitting.start(prepared, params, seed);
  while (learner.fitting.progress(params, state) < 1) state = learner.fitting.step(prepared, params, state);
  return { learner, params, state };
}
