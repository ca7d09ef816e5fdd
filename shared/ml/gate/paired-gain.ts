import { blockBootstraps } from "../metrics/block-bootstrap.ts";

/** The loss that a model saved against another forecaster of the same rows. */
export interface PairedGain {
  /** Mean loss saved a row; above 0 the model is better. */
  readonly gain: number;
  /** Ends of the 95 % interval. */
  readonly lower: number;
  readonly upper: number;
  /** Lower end of the 99 % interval. */
  readonly lower99: number;
  /** Independent stretches of time that the intervals rest on. */
  readonly blocks: number;
}

/**
 * Paired test of two forecasters: the differences of their losses on the same rows, row by row, so that what was hard
 * for both cancels, with intervals by the block bootstrap, which counts dependent rows for what they are worth.
 */
export function pairedGain(
  reference: Float64Array,
  model: Float64Array,
  decidedAt: Float64Array,
  options: { readonly blockLength: number; readonly seed: number },
): PairedGain {
  const saved = reference.map((loss, row) => loss - model[row]!);
  const [usual, strict] = blockBootstraps(saved, decidedAt, [0.95, 0.99], options);
  const { mean: gain, lower, upper, blocks } = usual!;
  return { gain, lower, upper, lower99: strict!.lower, blocks };
}
