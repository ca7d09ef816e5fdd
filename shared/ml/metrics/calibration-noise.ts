import type { ReliabilityBin } from "./reliability.ts";

/** Mean distance from 0 of a standard normal value: sqrt(2 / pi). */
const MEAN_ABSOLUTE_NORMAL = 0.7978845608028654;

/**
 * The calibration error that chance alone gives a perfectly calibrated model: in each bin the observed share strays from
 * the stated one by sqrt(p (1 - p) / n), with n the bin's part of the effective sample size. An error is only worth its
 * name beyond that.
 */
export function calibrationNoise(bins: readonly ReliabilityBin[], effectiveSampleSize: number): number {
  const rows = bins.reduce((sum, { count }) => sum + count, 0);
  let noise = 0;
  for (const { count, stated } of bins) {
    if (stated === null) continue;
    const share = count / rows;
    const deviation = Math.sqrt((stated * (1 - stated)) / Math.max(1, share * effectiveSampleSize));
    noise += share * MEAN_ABSOLUTE_NORMAL * deviation;
  }
  return noise;
}
