import type { Indicator } from "../definition.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  color,
  hasNoLowerShadow,
  hasNoUpperShadow,
  hasShortLowerShadow,
  hasShortUpperShadow,
  hasVeryLongLowerShadow,
  hasVeryLongUpperShadow,
  isLong,
  isMarubozu,
  isShort,
  isWhite,
  lowerShadow,
  upperShadow,
} from "./terms.ts";

/** Patterns of a single candle with a body. */
export const ONE_CANDLE_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "belt_hold",
    title: "Belt-hold",
    talib: "CDLBELTHOLD",
    warmUp: 10,
    detect: (c, i) =>
      isLong(c, i) && (isWhite(c, i) ? hasNoLowerShadow(c, i) : hasNoUpperShadow(c, i))
        ? 100 * color(c, i)
        : 0,
  }),
  defineCandlePattern({
    id: "closing_marubozu",
    title: "Closing marubozu",
    talib: "CDLCLOSINGMARUBOZU",
    warmUp: 10,
    detect: (c, i) =>
      isLong(c, i) && (isWhite(c, i) ? hasNoUpperShadow(c, i) : hasNoLowerShadow(c, i))
        ? 100 * color(c, i)
        : 0,
  }),
  defineCandlePattern({
    id: "high_wave",
    title: "High-wave candle",
    talib: "CDLHIGHWAVE",
    warmUp: 10,
    detect: (c, i) =>
      isShort(c, i) && hasVeryLongUpperShadow(c, i) && hasVeryLongLowerShadow(c, i) ? 100 * color(c, i) : 0,
  }),
  defineCandlePattern({
    id: "long_line",
    title: "Long line candle",
    talib: "CDLLONGLINE",
    warmUp: 10,
    detect: (c, i) =>
      isLong(c, i) && hasShortUpperShadow(c, i) && hasShortLowerShadow(c, i) ? 100 * color(c, i) : 0,
  }),
  defineCandlePattern({
    id: "marubozu",
    title: "Marubozu",
    talib: "CDLMARUBOZU",
    warmUp: 10,
    detect: (c, i) => (isMarubozu(c, i) ? 100 * color(c, i) : 0),
  }),
  defineCandlePattern({
    id: "short_line",
    title: "Short line candle",
    talib: "CDLSHORTLINE",
    warmUp: 10,
    detect: (c, i) =>
      isShort(c, i) && hasShortUpperShadow(c, i) && hasShortLowerShadow(c, i) ? 100 * color(c, i) : 0,
  }),
  defineCandlePattern({
    id: "spinning_top",
    title: "Spinning top",
    talib: "CDLSPINNINGTOP",
    warmUp: 10,
    detect: (c, i) =>
      isShort(c, i) && upperShadow(c, i) > body(c, i) && lowerShadow(c, i) > body(c, i)
        ? 100 * color(c, i)
        : 0,
  }),
];
