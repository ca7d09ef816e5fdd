import type { Indicator } from "../definition.ts";
import type { Candles } from "./candles.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  bodyGapsDown,
  bodyGapsUp,
  bottom,
  color,
  hasNoLowerShadow,
  hasNoUpperShadow,
  hasUpperShadow,
  isBlack,
  isLong,
  isShort,
  isWhite,
  near,
  top,
} from "./terms.ts";

/** Opens inside the body before, give or take. */
const opensInOrNear = (c: Candles, i: number) => {
  const distance = near(c, i - 1);
  return c.open[i]! >= bottom(c, i - 1) - distance && c.open[i]! <= top(c, i - 1) + distance;
};

/** Patterns of four and five candles. */
export const LONG_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "three_line_strike",
    title: "Three-line strike",
    talib: "CDL3LINESTRIKE",
    warmUp: 8,
    detect: (c, i) => {
      const side = color(c, i - 1);
      const colours = color(c, i - 3) === side && color(c, i - 2) === side && color(c, i) === -side;
      const rows =
        side * (c.close[i - 1]! - c.close[i - 2]!) > 0 && side * (c.close[i - 2]! - c.close[i - 3]!) > 0;
      const strikes = side * (c.open[i]! - c.close[i - 1]!) > 0 && side * (c.open[i - 3]! - c.close[i]!) > 0;
      return colours && opensInOrNear(c, i - 2) && opensInOrNear(c, i - 1) && rows && strikes
        ? 100 * side
        : 0;
    },
  }),
  defineCandlePattern({
    id: "concealing_baby_swallow",
    title: "Concealing baby swallow",
    talib: "CDLCONCEALBABYSWALL",
    warmUp: 13,
    detect: (c, i) => {
      const black = [i - 3, i - 2, i - 1, i].every((k) => isBlack(c, k));
      const marubozus = [i - 3, i - 2].every((k) => hasNoLowerShadow(c, k) && hasNoUpperShadow(c, k));
      const third =
        bodyGapsDown(c, i - 1, i - 2) && hasUpperShadow(c, i - 1) && c.high[i - 1]! > c.close[i - 2]!;
      const engulfs = c.high[i]! > c.high[i - 1]! && c.low[i]! < c.low[i - 1]!;
      return black && marubozus && third && engulfs ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "breakaway",
    title: "Breakaway",
    talib: "CDLBREAKAWAY",
    warmUp: 14,
    detect: (c, i) => {
      const side = color(c, i);
      const away = -side;
      const colours = [i - 4, i - 3, i - 1].every((k) => color(c, k) === away);
      const gap = away === -1 ? bodyGapsDown(c, i - 3, i - 4) : bodyGapsUp(c, i - 3, i - 4);
      const goesOn = [i - 2, i - 1].every(
        (k) => away * (c.high[k]! - c.high[k - 1]!) > 0 && away * (c.low[k]! - c.low[k - 1]!) > 0,
      );
      const closesInGap =
        side * (c.close[i]! - c.open[i - 3]!) > 0 && side * (c.close[i - 4]! - c.close[i]!) > 0;
      return isLong(c, i - 4) && colours && gap && goesOn && closesInGap ? 100 * side : 0;
    },
  }),
  defineCandlePattern({
    id: "ladder_bottom",
    title: "Ladder bottom",
    talib: "CDLLADDERBOTTOM",
    warmUp: 14,
    detect: (c, i) => {
      const black = [i - 4, i - 3, i - 2, i - 1].every((k) => isBlack(c, k));
      const falls = [i - 3, i - 2].every((k) => c.open[k - 1]! > c.open[k]! && c.close[k - 1]! > c.close[k]!);
      const turns = isWhite(c, i) && c.open[i]! > c.open[i - 1]! && c.close[i]! > c.high[i - 1]!;
      return black && falls && hasUpperShadow(c, i - 1) && turns ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "mat_hold",
    title: "Mat hold",
    talib: "CDLMATHOLD",
    warmUp: 14,
    penetration: 0.5,
    detect: (c, i, penetration) => {
      const sizes = isLong(c, i - 4) && [i - 3, i - 2, i - 1].every((k) => isShort(c, k));
      const colours = isWhite(c, i - 4) && isBlack(c, i - 3) && isWhite(c, i);
      const floor = c.close[i - 4]! - body(c, i - 4) * penetration;
      const holds = [i - 2, i - 1].every((k) => bottom(c, k) < c.close[i - 4]! && bottom(c, k) > floor);
      const falls = top(c, i - 2) < c.open[i - 3]! && top(c, i - 1) < top(c, i - 2);
      const highest = Math.max(c.high[i - 3]!, c.high[i - 2]!, c.high[i - 1]!);
      const breaksOut = c.open[i]! > c.close[i - 1]! && c.close[i]! > highest;
      return sizes && colours && bodyGapsUp(c, i - 3, i - 4) && holds && falls && breaksOut ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "rising_falling_three_methods",
    title: "Rising/falling three methods",
    talib: "CDLRISEFALL3METHODS",
    warmUp: 14,
    detect: (c, i) => {
      const side = color(c, i - 4);
      const pause = [i - 3, i - 2, i - 1];
      const sizes = isLong(c, i - 4) && pause.every((k) => isShort(c, k)) && isLong(c, i);
      const colours = pause.every((k) => color(c, k) === -side) && color(c, i) === side;
      const inside = pause.every((k) => bottom(c, k) < c.high[i - 4]! && top(c, k) > c.low[i - 4]!);
      const drifts = [i - 2, i - 1].every((k) => side * (c.close[k - 1]! - c.close[k]!) > 0);
      const resumes = side * (c.open[i]! - c.close[i - 1]!) > 0 && side * (c.close[i]! - c.close[i - 4]!) > 0;
      return sizes && colours && inside && drifts && resumes ? 100 * side : 0;
    },
  }),
];
