import { log } from "../../math/elementary.ts";

/**
 * Share of the uniform distribution that is mixed into forecasts and outcomes alike. The less, the nearer to log loss and the
 * sooner overconfidence shows; and the larger the bound, the smaller the stakes and the later a small gap is found.
 */
const SMOOTHING = 0.05;

/** No gain is larger: (1 - s) log((3 - 2 s) / s) = 3.857 is the most that one certain forecast can gain on another. */
export const MAX_GAIN_NATS = 3.86;

/**
 * The gain of one forecast on another by a bounded, strictly proper score, in nats: the log loss it saves when both forecasts
 * and the outcome are smoothed, each mixed with a share of the uniform distribution.
 *
 * The log loss itself has no bound, which a test by betting needs. Cutting its differences off at a bound is no way
 * out: the mean of what is left can favour a forecast that is mostly right and sometimes ruinous over the truth. Smoothing the
 * forecasts alone has a bound, but rewards overconfidence. With the outcome smoothed too, the expected loss is the
 * cross-entropy of the smoothed truth and the smoothed forecast, so it is least for the truth and for nothing else. In
 * Savage's form it is the score of the convex function sum of (p + d) log(p + d), d = s / (3 (1 - s)).
 * @param outcome index of the class that came true
 */
export function smoothedLogGain(
  forecast: readonly number[],
  reference: readonly number[],
  outcome: number,
): number {
  return forecast.reduce((gain, probability, k) => {
    const weight = smooth(k === outcome ? 1 : 0);
    return gain + weight * log(smooth(probability) / smooth(reference[k]!));
  }, 0);
}

function smooth(probability: number): number {
  return (1 - SMOOTHING) * probability + SMOOTHING / 3;
}
