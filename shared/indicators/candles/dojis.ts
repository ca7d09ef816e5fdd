import type { Indicator } from "../definition.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  bodyGapsDown,
  bodyGapsUp,
  bottom,
  color,
  hasLongLowerShadow,
  hasLongUpperShadow,
  hasLowerShadow,
  hasNoLowerShadow,
  hasNoUpperShadow,
  hasUpperShadow,
  hasVeryLongLowerShadow,
  isDoji,
  isLong,
  isWhite,
  near,
  top,
} from "./terms.ts";

/** Patterns made of dojis. */
export const DOJI_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "doji",
    title: "Doji",
    talib: "CDLDOJI",
    warmUp: 10,
    detect: (c, i) => (isDoji(c, i) ? 100 : 0),
  }),
  defineCandlePattern({
    id: "dragonfly_doji",
    title: "Dragonfly doji",
    talib: "CDLDRAGONFLYDOJI",
    warmUp: 10,
    detect: (c, i) => (isDoji(c, i) && hasNoUpperShadow(c, i) && hasLowerShadow(c, i) ? 100 : 0),
  }),
  defineCandlePattern({
    id: "gravestone_doji",
    title: "Gravestone doji",
    talib: "CDLGRAVESTONEDOJI",
    warmUp: 10,
    detect: (c, i) => (isDoji(c, i) && hasNoLowerShadow(c, i) && hasUpperShadow(c, i) ? 100 : 0),
  }),
  defineCandlePattern({
    id: "long_legged_doji",
    title: "Long-legged doji",
    talib: "CDLLONGLEGGEDDOJI",
    warmUp: 10,
    detect: (c, i) => (isDoji(c, i) && (hasLongLowerShadow(c, i) || hasLongUpperShadow(c, i)) ? 100 : 0),
  }),
  defineCandlePattern({
    id: "rickshaw_man",
    title: "Rickshaw man",
    talib: "CDLRICKSHAWMAN",
    warmUp: 10,
    detect: (c, i) => {
      const middle = c.low[i]! + (c.high[i]! - c.low[i]!) / 2;
      const centred = bottom(c, i) <= middle + near(c, i) && top(c, i) >= middle - near(c, i);
      return isDoji(c, i) && hasLongLowerShadow(c, i) && hasLongUpperShadow(c, i) && centred ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "takuri",
    title: "Takuri",
    talib: "CDLTAKURI",
    warmUp: 10,
    detect: (c, i) => (isDoji(c, i) && hasNoUpperShadow(c, i) && hasVeryLongLowerShadow(c, i) ? 100 : 0),
  }),
  defineCandlePattern({
    id: "doji_star",
    title: "Doji star",
    talib: "CDLDOJISTAR",
    warmUp: 11,
    detect: (c, i) => {
      const gap = isWhite(c, i - 1) ? bodyGapsUp(c, i, i - 1) : bodyGapsDown(c, i, i - 1);
      return isLong(c, i - 1) && isDoji(c, i) && gap ? -100 * color(c, i - 1) : 0;
    },
  }),
  defineCandlePattern({
    id: "tristar",
    title: "Tristar",
    talib: "CDLTRISTAR",
    warmUp: 12,
    detect: (c, i) => {
      // All three are measured by the candles before the first.
      const doji = 0.1 * c.meanRange[i - 2]!;
      if (!(body(c, i - 2) <= doji && body(c, i - 1) <= doji && body(c, i) <= doji)) return 0;
      if (bodyGapsDown(c, i - 1, i - 2) && bottom(c, i) > bottom(c, i - 1)) return 100;
      return bodyGapsUp(c, i - 1, i - 2) && top(c, i) < top(c, i - 1) ? -100 : 0;
    },
  }),
];
