import type { Candles } from "./candles.ts";

// TA-Lib's vocabulary of candles and its default settings. `i` is the candle meant; `j` an earlier one.

export const top = (c: Candles, i: number) => Math.max(c.open[i]!, c.close[i]!);
export const bottom = (c: Candles, i: number) => Math.min(c.open[i]!, c.close[i]!);
export const body = (c: Candles, i: number) => Math.abs(c.close[i]! - c.open[i]!);
export const upperShadow = (c: Candles, i: number) => c.high[i]! - top(c, i);
export const lowerShadow = (c: Candles, i: number) => bottom(c, i) - c.low[i]!;

/** 1 for a white candle (a close at the open is white), -1 for a black one. */
export const color = (c: Candles, i: number) => (c.close[i]! >= c.open[i]! ? 1 : -1);
export const isWhite = (c: Candles, i: number) => c.close[i]! >= c.open[i]!;
export const isBlack = (c: Candles, i: number) => c.close[i]! < c.open[i]!;

export const isLong = (c: Candles, i: number) => body(c, i) > c.meanBody[i]!;
export const isShort = (c: Candles, i: number) => body(c, i) < c.meanBody[i]!;
export const isNotLong = (c: Candles, i: number) => body(c, i) <= c.meanBody[i]!;
export const isDoji = (c: Candles, i: number) => body(c, i) <= 0.1 * c.meanRange[i]!;

/** A shadow up to this length counts as none. */
const trace = (c: Candles, i: number) => 0.1 * c.meanRange[i]!;
export const hasNoUpperShadow = (c: Candles, i: number) => upperShadow(c, i) < trace(c, i);
export const hasNoLowerShadow = (c: Candles, i: number) => lowerShadow(c, i) < trace(c, i);
export const hasUpperShadow = (c: Candles, i: number) => upperShadow(c, i) > trace(c, i);
export const hasLowerShadow = (c: Candles, i: number) => lowerShadow(c, i) > trace(c, i);
export const hasShortUpperShadow = (c: Candles, i: number) => upperShadow(c, i) < c.meanShadows[i]! / 2;
export const hasShortLowerShadow = (c: Candles, i: number) => lowerShadow(c, i) < c.meanShadows[i]! / 2;
export const hasLongUpperShadow = (c: Candles, i: number) => upperShadow(c, i) > body(c, i);
export const hasLongLowerShadow = (c: Candles, i: number) => lowerShadow(c, i) > body(c, i);
export const hasVeryLongUpperShadow = (c: Candles, i: number) => upperShadow(c, i) > 2 * body(c, i);
export const hasVeryLongLowerShadow = (c: Candles, i: number) => lowerShadow(c, i) > 2 * body(c, i);
export const isMarubozu = (c: Candles, i: number) =>
  isLong(c, i) && hasNoUpperShadow(c, i) && hasNoLowerShadow(c, i);

/** Distances that count as near, far and equal about candle i. */
export const near = (c: Candles, i: number) => 0.2 * c.meanRange5[i]!;
export const far = (c: Candles, i: number) => 0.6 * c.meanRange5[i]!;
export const equal = (c: Candles, i: number) => 0.05 * c.meanRange5[i]!;

/** x is `middle`, give or take. */
export const within = (x: number, middle: number, distance: number) =>
  x <= middle + distance && x >= middle - distance;

/** The bodies do not touch. */
export const bodyGapsUp = (c: Candles, i: number, j: number) => bottom(c, i) > top(c, j);
export const bodyGapsDown = (c: Candles, i: number, j: number) => top(c, i) < bottom(c, j);
/** Not even the shadows touch. */
export const gapsUp = (c: Candles, i: number, j: number) => c.low[i]! > c.high[j]!;
export const gapsDown = (c: Candles, i: number, j: number) => c.high[i]! < c.low[j]!;

/** The body of i lies inside that of j. */
export const isInside = (c: Candles, i: number, j: number) =>
  top(c, i) < top(c, j) && bottom(c, i) > bottom(c, j);
