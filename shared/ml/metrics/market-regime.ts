import type { Bars } from "../../market/bars.ts";
import { log } from "../../math/elementary.ts";

export const VOLATILITY_REGIMES = ["LOW", "NORMAL", "HIGH"] as const;
export const TREND_DIRECTIONS = ["DOWN", "SIDEWAYS", "UP"] as const;

export const volatilityOf = (regime: number) => Math.floor(regime / TREND_DIRECTIONS.length);
export const trendOf = (regime: number) => regime % TREND_DIRECTIONS.length;

/** Bars of the volatility and the move that are looked at, and of what counts as usual. */
const RECENT_BARS = 100;
const USUAL_BARS = 1_000;
/** The recent volatility over the usual one below and from which it is low or high. */
const LOW_RATIO = 0.8;
const HIGH_RATIO = 1.25;
/** Size of the move, in standard deviations of so many bars, from which it is a trend. */
const TREND_SIGMAS = 0.75;

/**
 * The regime that each bar closed in, from it and the bars before alone: how wide the last 100 returns were beside the
 * last 1,000, and how far they went in one direction. What a short history cannot tell is NORMAL and SIDEWAYS.
 * @returns volatility * 3 + trend, as indices of the two lists above
 */
export function marketRegimes({ close }: Pick<Bars, "close">): Uint8Array {
  const squares = new Float64Array(close.length + 1);
  for (let i = 0; i < close.length; i++) {
    const move = i > 0 ? log(close[i]! / close[i - 1]!) : 0;
    squares[i + 1] = squares[i]! + move * move;
  }
  const variance = (bar: number, bars: number) => {
    const from = Math.max(1, bar - bars + 1);
    return (squares[bar + 1]! - squares[from]!) / (bar - from + 1);
  };
  return Uint8Array.from(close, (price, bar) => {
    if (bar < RECENT_BARS) return 3 + 1;
    const recent = Math.sqrt(variance(bar, RECENT_BARS));
    const ratio = recent / Math.sqrt(variance(bar, USUAL_BARS));
    const move = log(price / close[bar - RECENT_BARS]!) / (recent * Math.sqrt(RECENT_BARS));
    const volatility = ratio < LOW_RATIO ? 0 : ratio >= HIGH_RATIO ? 2 : 1;
    const trend = move >= TREND_SIGMAS ? 2 : move <= -TREND_SIGMAS ? 0 : 1;
    return volatility * TREND_DIRECTIONS.length + trend;
  });
}
