import { normalCdf, normalQuantile } from "../math/normal-distribution.ts";

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
 * The Sharpe ratio of a series of returns (deviation with n - 1) and its shape (moments with n, as the papers take
 * them). Null when the returns do not vary.
 */
export function sharpeSample(returns: readonly number[]): SharpeSample | null {
  const periods = returns.length;
  const mean = returns.reduce((sum, value) => sum + value, 0) / periods;
  let [second, third, fourth] = [0, 0, 0];
  for (const value of returns) {
    const distance = value - mean;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  // Equal returns leave the rounding of their mean.
  if (periods < 2 || second / periods <= 1e-24 * mean * mean || second === 0) return null;
  const variance = second / periods;
  return {
    sharpe: mean / Math.sqrt(second / (periods - 1)),
    periods,
    skewness: third / periods / (variance * Math.sqrt(variance)),
    kurtosis: fourth / periods / (variance * variance),
  };
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

/**
 * Variance of the Sharpe ratios that worthless strategies show over so many periods (Lo 2002, at a Sharpe ratio of 0).
 * Stands for the variance among trials that were never traded: as trials resemble each other, it is more than theirs, so
 * the deflated ratio errs on the strict side.
 */
export function worthlessSharpeVariance(periods: number): number {
  return 1 / (periods - 1);
}

/** Deflated Sharpe ratio (Bailey and López de Prado 2014): `probabilisticSharpe` against the best of so many tries. */
export function deflatedSharpe(sample: SharpeSample, trials: number, variance: number): number {
  return probabilisticSharpe(sample, expectedMaximumSharpe(trials, variance));
}

/** The deflated Sharpe ratio with what it rests on. */
export interface DeflatedSharpe {
  /** Chance that the true Sharpe ratio is above what the best of so many worthless tries is expected to show. */
  readonly value: number;
  /** Configurations that were tried on these bars, this one among them. */
  readonly trials: number;
  /** Sharpe ratio a day that the best worthless one is expected to show. */
  readonly benchmark: number;
  /** Variance of the daily Sharpe ratios of the tries. */
  readonly variance: number;
  /** The source of the variance: the trials of a search that were measured, or as many worthless strategies. */
  readonly varianceOf: "trials" | "worthless_strategies";
  /** Trials whose Sharpe ratio is known. */
  readonly measuredTrials: number;
}

/** A variance of fewer numbers is mostly chance. */
const MIN_MEASURED = 10;

/**
 * Deflates a Sharpe ratio by the number of tries and the variance of their Sharpe ratios, as Bailey and López de Prado
 * (2014) have it. Where too few of the tries were measured, theirs are taken to vary as those of worthless strategies do.
 * @param measured daily Sharpe ratios of the tries of a search
 */
export function deflateSharpe(
  sample: SharpeSample,
  trials: number,
  measured: readonly number[] = [],
): DeflatedSharpe {
  const isMeasured = measured.length >= MIN_MEASURED;
  const variance = isMeasured ? sampleVariance(measured) : worthlessSharpeVariance(sample.periods);
  return {
    value: deflatedSharpe(sample, trials, variance),
    trials,
    benchmark: expectedMaximumSharpe(trials, variance),
    variance,
    varianceOf: isMeasured ? "trials" : "worthless_strategies",
    measuredTrials: measured.length,
  };
}

/** With n - 1. */
function sampleVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
}
