import { mostProbable } from "./classification.ts";
import { wilsonInterval } from "./wilson-interval.ts";

export interface CoveragePoint {
  /** Share of the signals taken, the most confident ones. */
  readonly coverage: number;
  readonly rows: number;
  /** Least confidence among them. */
  readonly confidence: number;
  readonly accuracy: number;
  /** 95 % interval on the effective number of those rows. */
  readonly lower: number;
  readonly upper: number;
}

export const COVERAGES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * Accuracy of the most confident signals: what is gained by passing over the others (El-Yaniv and Wiener 2010). Signals
 * are SELL and BUY, or every row when `classes` says so; rows of equal confidence are taken in the order given.
 * @param uniqueness adds up to the effective sample size
 */
export function coverageCurve(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  uniqueness: Float64Array,
  classes: readonly number[] = [0, 2],
): CoveragePoint[] {
  const predicted = mostProbable(probabilities);
  const confidence = Float64Array.from(predicted, (k, row) => probabilities[row * 3 + k]!);
  const signals = Uint32Array.from(predicted.keys())
    .filter((row) => classes.includes(predicted[row]!))
    .sort((a, b) => confidence[b]! - confidence[a]! || a - b);
  const points: CoveragePoint[] = [];
  let [taken, hits, effective] = [0, 0, 0];
  for (const coverage of COVERAGES) {
    const wanted = Math.round(coverage * signals.length);
    if (wanted <= taken) continue;
    for (; taken < wanted; taken++) {
      const row = signals[taken]!;
      if (predicted[row] === labels[row]) hits++;
      effective += uniqueness[row]!;
    }
    const accuracy = hits / taken;
    const { lower, upper } = wilsonInterval(accuracy, effective);
    points.push({
      coverage,
      rows: taken,
      confidence: confidence[signals[taken - 1]!]!,
      accuracy,
      lower,
      upper,
    });
  }
  return points;
}
