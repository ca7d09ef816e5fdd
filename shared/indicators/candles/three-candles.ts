import type { Indicator } from "../definition.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  bodyGapsDown,
  bodyGapsUp,
  bottom,
  color,
  equal,
  hasLongLowerShadow,
  hasLowerShadow,
  hasNoLowerShadow,
  hasNoUpperShadow,
  isBlack,
  isInside,
  isLong,
  isNotLong,
  isShort,
  isWhite,
  near,
  top,
  within,
} from "./terms.ts";

/** Patterns of three candles. */
export const THREE_CANDLE_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "three_inside",
    title: "Three inside up/down",
    talib: "CDL3INSIDE",
    warmUp: 12,
    detect: (c, i) => {
      const harami = isLong(c, i - 2) && isNotLong(c, i - 1) && isInside(c, i - 1, i - 2);
      const side = -color(c, i - 2);
      const confirmed = color(c, i) === side && side * (c.close[i]! - c.open[i - 2]!) > 0;
      return harami && confirmed ? 100 * side : 0;
    },
  }),
  defineCandlePattern({
    id: "three_outside",
    title: "Three outside up/down",
    talib: "CDL3OUTSIDE",
    warmUp: 3,
    detect: (c, i) => {
      const side = color(c, i - 1);
      const engulfs =
        color(c, i - 2) === -side &&
        side * (c.close[i - 1]! - c.open[i - 2]!) > 0 &&
        side * (c.close[i - 2]! - c.open[i - 1]!) > 0;
      return engulfs && side * (c.close[i]! - c.close[i - 1]!) > 0 ? 100 * side : 0;
    },
  }),
  defineCandlePattern({
    id: "three_stars_in_south",
    title: "Three stars in the south",
    talib: "CDL3STARSINSOUTH",
    warmUp: 12,
    detect: (c, i) => {
      const first = isBlack(c, i - 2) && isLong(c, i - 2) && hasLongLowerShadow(c, i - 2);
      const opens = c.open[i - 1]! > c.close[i - 2]! && c.open[i - 1]! <= c.high[i - 2]!;
      const holds = c.low[i - 1]! < c.close[i - 2]! && c.low[i - 1]! >= c.low[i - 2]!;
      const smaller = isBlack(c, i - 1) && body(c, i - 1) < body(c, i - 2) && hasLowerShadow(c, i - 1);
      const marubozu = isBlack(c, i) && isShort(c, i) && hasNoLowerShadow(c, i) && hasNoUpperShadow(c, i);
      const engulfed = c.low[i]! > c.low[i - 1]! && c.high[i]! < c.high[i - 1]!;
      return first && smaller && opens && holds && marubozu && engulfed ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "gap_side_by_side_white",
    title: "Side-by-side white lines beyond a gap",
    talib: "CDLGAPSIDESIDEWHITE",
    warmUp: 7,
    detect: (c, i) => {
      const up = bodyGapsUp(c, i - 1, i - 2);
      const beyond = up
        ? bodyGapsUp(c, i, i - 2)
        : bodyGapsDown(c, i - 1, i - 2) && bodyGapsDown(c, i, i - 2);
      const alike =
        isWhite(c, i - 1) &&
        isWhite(c, i) &&
        within(body(c, i), body(c, i - 1), near(c, i - 1)) &&
        within(c.open[i]!, c.open[i - 1]!, equal(c, i - 1));
      return beyond && alike ? (up ? 100 : -100) : 0;
    },
  }),
  defineCandlePattern({
    id: "stick_sandwich",
    title: "Stick sandwich",
    talib: "CDLSTICKSANDWICH",
    warmUp: 7,
    detect: (c, i) => {
      const colours = isBlack(c, i - 2) && isWhite(c, i - 1) && isBlack(c, i);
      const sameClose = within(c.close[i]!, c.close[i - 2]!, equal(c, i - 2));
      return colours && c.low[i - 1]! > c.close[i - 2]! && sameClose ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "tasuki_gap",
    title: "Tasuki gap",
    talib: "CDLTASUKIGAP",
    warmUp: 7,
    detect: (c, i) => {
      const side = color(c, i - 1);
      const gap = side === 1 ? bodyGapsUp(c, i - 1, i - 2) : bodyGapsDown(c, i - 1, i - 2);
      const opens = side * (c.close[i - 1]! - c.open[i]!) > 0 && side * (c.open[i]! - c.open[i - 1]!) > 0;
      const edge = side === 1 ? top(c, i - 2) : bottom(c, i - 2);
      const closes = side * (c.open[i - 1]! - c.close[i]!) > 0 && side * (c.close[i]! - edge) > 0;
      const alike = Math.abs(body(c, i - 1) - body(c, i)) < near(c, i - 1);
      return gap && color(c, i) === -side && opens && closes && alike ? 100 * side : 0;
    },
  }),
  defineCandlePattern({
    id: "gap_three_methods",
    title: "Upside/downside gap three methods",
    talib: "CDLXSIDEGAP3METHODS",
    warmUp: 2,
    detect: (c, i) => {
      const side = color(c, i - 2);
      const colours = color(c, i - 1) === side && color(c, i) === -side;
      const opensInside = c.open[i]! < top(c, i - 1) && c.open[i]! > bottom(c, i - 1);
      const closesInside = c.close[i]! < top(c, i - 2) && c.close[i]! > bottom(c, i - 2);
      const gap = side === 1 ? bodyGapsUp(c, i - 1, i - 2) : bodyGapsDown(c, i - 1, i - 2);
      return colours && opensInside && closesInside && gap ? 100 * side : 0;
    },
  }),
];
