import { CLASSES } from "../learner.ts";
import { smoothedLogGain } from "./smoothed-log-score.ts";

/** Two models' forecasts of the same bar, and what came true. */
export interface ForecastPair {
  readonly symbol: string;
  /** Opening time of the newest bar that both saw, epoch milliseconds. */
  readonly barTs: number;
  /** Close of that bar: when the forecasts were made. */
  readonly decidedAt: number;
  /** When the outcome was settled. */
  readonly settledAt: number;
  readonly champion: readonly number[];
  readonly canary: readonly number[];
  readonly outcome: (typeof CLASSES)[number];
}

export interface Observation {
  readonly barTs: number;
  /** Mean over the bar's symbols of what the canary gained on its champion by the smoothed log score, in nats. */
  readonly gain: number;
  /** When the last of its outcomes was settled; the next observation is decided no sooner. */
  readonly settledAt: number;
}

/**
 * Observations of which none overlaps another, from pairs in the order of their bars. Forecasts of neighbouring bars share most of
 * their future, and symbols move together; a test that took them for independent would act on one lucky week. So all
 * symbols of a bar make one observation, and the next bar that counts is the first one decided when all outcomes of
 * the one before are known. That rule looks at times alone, never at gains.
 * @param free no bar decided before this time counts, epoch milliseconds
 */
export function independentGains(pairs: readonly ForecastPair[], free: number): Observation[] {
  const observations: Observation[] = [];
  let freeAt = free;
  for (let first = 0; first < pairs.length; ) {
    const { barTs, decidedAt } = pairs[first]!;
    let end = first;
    while (end < pairs.length && pairs[end]!.barTs === barTs) end++;
    if (decidedAt >= freeAt) {
      const ofBar = pairs.slice(first, end);
      const gain = ofBar.reduce((sum, pair) => sum + gainOf(pair), 0) / ofBar.length;
      freeAt = Math.max(...ofBar.map(({ settledAt }) => settledAt));
      observations.push({ barTs, gain, settledAt: freeAt });
    }
    first = end;
  }
  return observations;
}

function gainOf({ champion, canary, outcome }: ForecastPair): number {
  return smoothedLogGain(canary, champion, CLASSES.indexOf(outcome));
}
