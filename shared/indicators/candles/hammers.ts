import type { Indicator } from "../definition.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  bodyGapsDown,
  bodyGapsUp,
  bottom,
  hasLongLowerShadow,
  hasLongUpperShadow,
  hasNoLowerShadow,
  hasNoUpperShadow,
  isShort,
  near,
} from "./terms.ts";

/** Short bodies at one end of a long shadow. */
export const HAMMER_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "hammer",
    title: "Hammer",
    talib: "CDLHAMMER",
    warmUp: 11,
    detect: (c, i) => {
      const shape = isShort(c, i) && hasLongLowerShadow(c, i) && hasNoUpperShadow(c, i);
      return shape && bottom(c, i) <= c.low[i - 1]! + near(c, i - 1) ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "hanging_man",
    title: "Hanging man",
    talib: "CDLHANGINGMAN",
    warmUp: 11,
    detect: (c, i) => {
      const shape = isShort(c, i) && hasLongLowerShadow(c, i) && hasNoUpperShadow(c, i);
      return shape && bottom(c, i) >= c.high[i - 1]! - near(c, i - 1) ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "inverted_hammer",
    title: "Inverted hammer",
    talib: "CDLINVERTEDHAMMER",
    warmUp: 11,
    detect: (c, i) => {
      const shape = isShort(c, i) && hasLongUpperShadow(c, i) && hasNoLowerShadow(c, i);
      return shape && bodyGapsDown(c, i, i - 1) ? 100 : 0;
    },
  }),
  defineCandlePattern({
    id: "shooting_star",
    title: "Shooting star",
    talib: "CDLSHOOTINGSTAR",
    warmUp: 11,
    detect: (c, i) => {
      const shape = isShort(c, i) && hasLongUpperShadow(c, i) && hasNoLowerShadow(c, i);
      return shape && bodyGapsUp(c, i, i - 1) ? -100 : 0;
    },
  }),
];
