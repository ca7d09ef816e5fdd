import type { Indicator } from "../definition.ts";
import { type CandlePattern, defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  color,
  equal,
  gapsDown,
  gapsUp,
  hasNoLowerShadow,
  hasNoUpperShadow,
  isBlack,
  isDoji,
  isInside,
  isLong,
  isMarubozu,
  isNotLong,
  isWhite,
  within,
} from "./terms.ts";

/** A marubozu, then one of the other colour beyond a gap. */
const kicks: CandlePattern["detect"] = (c, i) => {
  if (color(c, i - 1) === color(c, i) || !isMarubozu(c, i - 1) || !isMarubozu(c, i)) return 0;
  return (isWhite(c, i) ? gapsUp(c, i, i - 1) : gapsDown(c, i, i - 1)) ? 100 : 0;
};

/** After a long black candle a white one that opens below its low. */
const opensBelowLongBlack: CandlePattern["detect"] = (c, i) =>
  isBlack(c, i - 1) && isLong(c, i - 1) && isWhite(c, i) && c.open[i]! < c.low[i - 1]! ? 100 : 0;

/** Patterns of two candles. */
export const TWO_CANDLE_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "counterattack",
    title: "Counterattack",
    talib: "CDLCOUNTERATTACK",
    warmUp: 11,
    detect: (c, i) => {
      const opposed = color(c, i - 1) === -color(c, i) && isLong(c, i - 1) && isLong(c, i);
      return opposed && within(c.close[i]!, c.close[i - 1]!, equal(c, i - 1)) ? 100 * color(c, i) : 0;
    },
  }),
  defineCandlePattern({
    id: "dark_cloud_cover",
    title: "Dark cloud cover",
    talib: "CDLDARKCLOUDCOVER",
    warmUp: 11,
    penetration: 0.5,
    detect: (c, i, penetration) => {
      const opens = isWhite(c, i - 1) && isLong(c, i - 1) && isBlack(c, i) && c.open[i]! > c.high[i - 1]!;
      const deep = c.close[i]! < c.close[i - 1]! - body(c, i - 1) * penetration;
      return opens && deep && c.close[i]! > c.open[i - 1]! ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "engulfing",
    title: "Engulfing",
    talib: "CDLENGULFING",
    warmUp: 2,
    detect: (c, i) => {
      const side = color(c, i);
      const beyondOpen = side * (c.close[i]! - c.open[i - 1]!) > 0;
      const beyondClose = side * (c.close[i - 1]! - c.open[i]!) > 0;
      return color(c, i - 1) === -side && beyondOpen && beyondClose ? 100 * side : 0;
    },
  }),
  defineCandlePattern({
    id: "harami",
    title: "Harami",
    talib: "CDLHARAMI",
    warmUp: 11,
    detect: (c, i) =>
      isLong(c, i - 1) && isNotLong(c, i) && isInside(c, i, i - 1) ? -100 * color(c, i - 1) : 0,
  }),
  defineCandlePattern({
    id: "harami_cross",
    title: "Harami cross",
    talib: "CDLHARAMICROSS",
    warmUp: 11,
    detect: (c, i) =>
      isLong(c, i - 1) && isDoji(c, i) && isInside(c, i, i - 1) ? -100 * color(c, i - 1) : 0,
  }),
  defineCandlePattern({
    id: "homing_pigeon",
    title: "Homing pigeon",
    talib: "CDLHOMINGPIGEON",
    warmUp: 11,
    detect: (c, i) => {
      const both = isBlack(c, i - 1) && isBlack(c, i) && isLong(c, i - 1) && isNotLong(c, i);
      return both && c.open[i]! < c.open[i - 1]! && c.close[i]! > c.close[i - 1]! ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "in_neck",
    title: "In-neck",
    talib: "CDLINNECK",
    warmUp: 11,
    detect: (c, i, penetration) => {
      const closesAtClose =
        c.close[i]! <= c.close[i - 1]! + equal(c, i - 1) && c.close[i]! >= c.close[i - 1]!;
      return closesAtClose ? -opensBelowLongBlack(c, i, penetration) : 0;
    },
  }),
  defineCandlePattern({
    id: "on_neck",
    title: "On-neck",
    talib: "CDLONNECK",
    warmUp: 11,
    detect: (c, i, penetration) =>
      within(c.close[i]!, c.low[i - 1]!, equal(c, i - 1)) ? -opensBelowLongBlack(c, i, penetration) : 0,
  }),
  defineCandlePattern({
    id: "thrusting",
    title: "Thrusting",
    talib: "CDLTHRUSTING",
    warmUp: 11,
    detect: (c, i, penetration) => {
      const above = c.close[i]! > c.close[i - 1]! + equal(c, i - 1);
      const shallow = c.close[i]! <= c.close[i - 1]! + body(c, i - 1) * 0.5;
      return above && shallow ? -opensBelowLongBlack(c, i, penetration) : 0;
    },
  }),
  defineCandlePattern({
    id: "piercing",
    title: "Piercing",
    talib: "CDLPIERCING",
    warmUp: 11,
    detect: (c, i, penetration) => {
      const deep = c.close[i]! > c.close[i - 1]! + body(c, i - 1) * 0.5;
      return isLong(c, i) && deep && c.close[i]! < c.open[i - 1]!
        ? opensBelowLongBlack(c, i, penetration)
        : 0;
    },
  }),
  defineCandlePattern({
    id: "kicking",
    title: "Kicking",
    talib: "CDLKICKING",
    warmUp: 11,
    detect: (c, i, penetration) => kicks(c, i, penetration) && 100 * color(c, i),
  }),
  defineCandlePattern({
    id: "kicking_by_length",
    title: "Kicking, bull or bear by the longer marubozu",
    talib: "CDLKICKINGBYLENGTH",
    warmUp: 11,
    detect: (c, i, penetration) =>
      kicks(c, i, penetration) && 100 * color(c, body(c, i) > body(c, i - 1) ? i : i - 1),
  }),
  defineCandlePattern({
    id: "matching_low",
    title: "Matching low",
    talib: "CDLMATCHINGLOW",
    warmUp: 6,
    detect: (c, i) =>
      isBlack(c, i - 1) && isBlack(c, i) && within(c.close[i]!, c.close[i - 1]!, equal(c, i - 1)) ? 100 : 0,
  }),
  defineCandlePattern({
    id: "separating_lines",
    title: "Separating lines",
    talib: "CDLSEPARATINGLINES",
    warmUp: 11,
    detect: (c, i) => {
      const opposed = color(c, i - 1) === -color(c, i) && within(c.open[i]!, c.open[i - 1]!, equal(c, i - 1));
      const beltHold = isLong(c, i) && (isWhite(c, i) ? hasNoLowerShadow(c, i) : hasNoUpperShadow(c, i));
      return opposed && beltHold ? 100 * color(c, i) : 0;
    },
  }),
];
