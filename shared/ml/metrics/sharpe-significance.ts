import { normalCdf, normalQuantile } from "./normal-distribution.ts";

const EULER_MASCHERONI = 0.5772156649015329;

/** Sharpe ratio and shape of a series of returns, per period (not annualised). */
export interface SharpeSample {
  readonly sharpe: number;
  readonly periods: number;
  readonly skewness: number;
  /** Not the excess: 3 for a normal distribution. */
  readonly kurtosis: number;
}

/**
 * Probabilistic Sharpe ratio (Bailey and López de Prado 2012): the chance that the true Sharpe ratio lies above the
 * benchmark, given how long, how skewed and how fat-tailed the sample is.
 */
export function probabilisticSharpe(sample: SharpeSample, benchmark = 0): number {
  const { sharpe, periods, skewness, kurtosis } = sample;
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  return normalCdf(((sharpe - benchmark) * Math.sqrt(periods - 1)) / Math.sqrt(variance));
}

/**
 * The Sharpe ratio that the best of `trials` worthless strategies is expected to show.
 * @param variance variance of the Sharpe ratios of the trials
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (trials <= 1) return 0;
  return (
    Math.sqrt(variance) *
    ((1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) +
      EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E)))
  );
}

/** Deflated Sharpe ratio (Bailey and López de Prado 2014): `probabilisticSharpe` against the best of so many tries. */
export function deflatedSharpe(sample: SharpeSample, trials: number, variance: number): number {
  return probabilisticSharpe(sample, expectedMaximumSharpe(trials, variance));
}
