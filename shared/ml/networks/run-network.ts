import { CLASSES } from "../learner.ts";
import { softmax } from "../softmax.ts";
import type { Pass } from "./layers/layer.ts";
import { type Network, SCORES_WIDTH } from "./network.ts";
import { RESOLUTION, ZERO } from "./scaled-column.ts";
import type { SequenceData } from "./sequence-data.ts";

/** Writes the sequences of some rows where the network reads them. */
export function showRows(network: Network, data: SequenceData, rows: ArrayLike<number>, steps: number): void {
  const { input, inputWidth } = network;
  const { features, values, rowBars } = data;
  for (let b = 0; b < rows.length; b++) {
    const firstBar = rowBars[rows[b]!]! - steps + 1;
    for (let t = 0; t < steps; t++) {
      const from = (firstBar + t) * features;
      const to = (t * rows.length + b) * inputWidth;
      for (let f = 0; f < features; f++) input[to + f] = (values[from + f]! - ZERO) / RESOLUTION;
    }
  }
}

/** Scores of the rows that are shown, row-major `[rows * 3]`. */
export function runForward(network: Network, pass: Pass): Float64Array {
  const given = network.layer.forward(network.input, pass);
  return Float64Array.from({ length: pass.batch * CLASSES.length }, (_, i) => {
    return given[Math.floor(i / CLASSES.length) * SCORES_WIDTH + (i % CLASSES.length)]!;
  });
}

/**
 * The gradient of the weighted cross-entropy of the rows last run forward.
 * @param weights of the rows, as shares of their batch
 */
export function runBackward(
  network: Network,
  pass: Pass,
  scores: Float64Array,
  labels: ArrayLike<number>,
  weights: ArrayLike<number>,
): Float32Array {
  const probabilities = softmax(scores, CLASSES.length);
  const gradient = network.scoresGradient;
  gradient.fill(0);
  for (let b = 0; b < pass.batch; b++) {
    for (let k = 0; k < CLASSES.length; k++) {
      const residual = probabilities[b * CLASSES.length + k]! - (labels[b] === k ? 1 : 0);
      gradient[b * SCORES_WIDTH + k] = weights[b]! * residual;
    }
  }
  network.parameters.clearGradients();
  network.layer.backward(gradient, pass);
  return network.parameters.gradients();
}
