import { Random } from "../../shared/math/random.ts";
import type { Dataset } from "../../shared/ml/dataset.ts";
import type { Learner } from "../../shared/ml/learner.ts";

/**
 * Rows whose outcome lies in the order of their last bars and in nothing else: in each sequence a rise and a fall occur
 * once; which came first decides. Bar by bar, and as sums over the bars, both kinds of row look the same.
 */
export function orderProblem(rows: number, sequenceLength: number, features: number, seed: number): Dataset {
  const random = Random.seeded(seed);
  const bars = rows * sequenceLength;
  const matrix = Float32Array.from({ length: features * bars }, () => 0.3 * random.normal());
  const labels = new Uint8Array(rows);
  const rowBars = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const first = row * sequenceLength;
    rowBars[row] = first + sequenceLength - 1;
    // The newest bar itself says nothing.
    const [early, late] = random.choose(2, sequenceLength - 1) as unknown as [number, number];
    labels[row] = random.below(3);
    if (labels[row] === 1) continue;
    const isRiseFirst = labels[row] === 2;
    matrix[first + early]! += isRiseFirst ? 2 : -2;
    matrix[first + late]! += isRiseFirst ? -2 : 2;
  }
  return {
    rows,
    featureNames: Array.from({ length: features }, (_, i) => `f${i}`),
    features: matrix,
    labels,
    weights: new Float32Array(rows).fill(1),
    rowBars,
  };
}

/** The rows' sequences as `scores` reads them. */
export function sequencesOf(
  { rows, featureNames, features, rowBars }: Dataset,
  sequenceLength: number,
): Float32Array {
  const bars = features.length / featureNames.length;
  const sequences = new Float32Array(featureNames.length * rows * sequenceLength);
  for (let i = 0; i < sequences.length; i++) {
    const f = Math.floor(i / (rows * sequenceLength));
    const row = Math.floor(i / sequenceLength) % rows;
    sequences[i] = features[f * bars + rowBars![row]! - sequenceLength + 1 + (i % sequenceLength)]!;
  }
  return sequences;
}

/** Learns to the end: the parameters as checked, and the last state. */
export function learn<Params, Prepared, State>(
  learner: Learner<Params, Prepared, State>,
  data: Dataset,
  input: unknown,
  seed = 1,
) {
  const params = learner.parseParams(input);
  const prepared = learner.preparation.prepare(data, params);
  let state = learner.fitting.start(prepared, params, seed);
  while (learner.fitting.progress(params, state) < 1) state = learner.fitting.step(prepared, params, state);
  return { params, prepared, state };
}
