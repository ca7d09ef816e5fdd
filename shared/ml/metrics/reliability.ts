import { mostProbable } from "./classification.ts";

export interface ReliabilityBin {
  /** Stated probabilities in [from, to), the last bin with its end. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean stated probability and share that came true; null in an empty bin. */
  readonly stated: number | null;
  readonly observed: number | null;
}

/** Bins of equal width over [0, 1]: what was stated beside what came true. */
export function reliabilityBins(
  stated: Float64Array,
  cameTrue: (row: number) => boolean,
  bins = 15,
): ReliabilityBin[] {
  const count = new Uint32Array(bins);
  const statedSum = new Float64Array(bins);
  const trueCount = new Uint32Array(bins);
  stated.forEach((probability, row) => {
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    count[bin]!++;
    statedSum[bin]! += probability;
    if (cameTrue(row)) trueCount[bin]!++;
  });
  return Array.from(count, (n, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count: n,
    stated: n > 0 ? statedSum[bin]! / n : null,
    observed: n > 0 ? trueCount[bin]! / n : null,
  }));
}

/** Expected calibration error (Naeini et al. 2015): mean distance of stated and observed, weighted by count. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let total = 0;
  let sum = 0;
  for (const { count, stated, observed } of bins) {
    if (stated === null || observed === null) continue;
    total += count;
    sum += count * Math.abs(stated - observed);
  }
  return sum / total;
}

/** Reliability of the confidence: probability of the most probable class beside how often that class came true. */
export function confidenceReliability(
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
  bins = 15,
): ReliabilityBin[] {
  const predicted = mostProbable(probabilities);
  const confidence = Float64Array.from(predicted, (k, row) => probabilities[row * 3 + k]!);
  return reliabilityBins(confidence, (row) => predicted[row] === labels[row], bins);
}
