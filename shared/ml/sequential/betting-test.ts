import { MAX_GAIN_NATS } from "./smoothed-log-score.ts";

/** How the logs name the test when it acts. */
export const BETTING_TEST = "betting-e-process";

/**
 * Shares of its wealth that a gambler stakes on each observation, so that the largest loss costs that share. A canary near the
 * truth is found soonest by the bold one, whatever the gap; one that is mostly noise by the other.
 */
const BETS = [0.9, 0.3] as const;

/** Chance that the test ever acts on a canary that is neither better nor worse, however often one looks. */
export const FALSE_ACTION_RATE = 0.05;
/** An e-value of so much decides: each of the two directions has half of the rate. */
export const DECISIVE_E_VALUE = 2 / FALSE_ACTION_RATE;

/** All that the test remembers; JSON. */
export interface BettingState {
  readonly observations: number;
  /** Sum of the gains, in nats. */
  readonly gainSum: number;
  /** Wealth of the gamblers who bet that the canary is better, one for each of the bets. */
  readonly better: readonly number[];
  /** The same of those who bet that it is worse. */
  readonly worse: readonly number[];
}

export const NOTHING_OBSERVED: BettingState = {
  observations: 0,
  gainSum: 0,
  better: BETS.map(() => 1),
  worse: BETS.map(() => 1),
};

export interface EValues {
  /** Evidence against "the canary is no better", and against "it is no worse"; 1 is none. */
  readonly better: number;
  readonly worse: number;
}

export type CanaryVerdict = "promote" | "rollback";

/**
 * Counts one observation: a mean of gains of the canary on its champion by a bounded proper score, whose expectation, given
 * all observations before it, is at most 0 if the canary is no better and at least 0 if it is no worse. Gains must come
 * whole: cut off at a bound, they would test another statement, about the mean of what is left.
 *
 * Testing by betting (Waudby-Smith and Ramdas 2023, "Estimating means of bounded random variables by betting"): against
 * "no better", wealth grows by 1 + bet * gain, which on average is no growth while that is true; so it is a
 * supermartingale that begins at 1, as is the mean over several bets, and by Ville's inequality the chance that it ever
 * reaches 1/a is at most a. That holds at every moment at once: one may look after each observation and stop at will.
 */
export function observeGain(state: BettingState, gain: number): BettingState {
  if (!(Math.abs(gain) <= MAX_GAIN_NATS))
    throw new RangeError(`a gain lies within ${MAX_GAIN_NATS} nats, not ${gain}`);
  const stake = gain / MAX_GAIN_NATS;
  return {
    observations: state.observations + 1,
    gainSum: state.gainSum + gain,
    better: BETS.map((bet, i) => state.better[i]! * (1 + bet * stake)),
    worse: BETS.map((bet, i) => state.worse[i]! * (1 - bet * stake)),
  };
}

export function eValues({ better, worse }: BettingState): EValues {
  const mean = (wealth: readonly number[]) => wealth.reduce((sum, value) => sum + value, 0) / wealth.length;
  return { better: mean(better), worse: mean(worse) };
}

/** The decision that the evidence so far allows; undefined: go on. */
export function verdictOf(state: BettingState): CanaryVerdict | undefined {
  const { better, worse } = eValues(state);
  if (better >= DECISIVE_E_VALUE) return "promote";
  return worse >= DECISIVE_E_VALUE ? "rollback" : undefined;
}
