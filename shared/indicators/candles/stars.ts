import type { Indicator } from "../definition.ts";
import type { Candles } from "./candles.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import {
  body,
  bodyGapsDown,
  bodyGapsUp,
  color,
  gapsDown,
  gapsUp,
  isBlack,
  isDoji,
  isLong,
  isNotLong,
  isWhite,
} from "./terms.ts";

/** A long candle, a star beyond it that `isStar`, and a candle back into the first by more than `penetration`. */
function star(
  c: Candles,
  i: number,
  penetration: number,
  isStar: (c: Candles, i: number) => boolean,
): number {
  const side = color(c, i);
  const gap = side === 1 ? bodyGapsDown(c, i - 1, i - 2) : bodyGapsUp(c, i - 1, i - 2);
  if (!(isLong(c, i - 2) && color(c, i - 2) === -side && isStar(c, i - 1) && gap && isLong(c, i))) return 0;
  const depth = body(c, i - 2) * penetration;
  const deep = side === 1 ? c.close[i]! > c.close[i - 2]! + depth : c.close[i]! < c.close[i - 2]! - depth;
  return deep ? 100 * side : 0;
}

/** Reversals about a candle that stands apart. */
export const STAR_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "morning_star",
    title: "Morning star",
    talib: "CDLMORNINGSTAR",
    warmUp: 12,
    penetration: 0.3,
    detect: (c, i, penetration) => Math.max(0, star(c, i, penetration, isNotLong)),
  }),
  defineCandlePattern({
    id: "evening_star",
    title: "Evening star",
    talib: "CDLEVENINGSTAR",
    warmUp: 12,
    penetration: 0.3,
    detect: (c, i, penetration) => Math.min(0, star(c, i, penetration, isNotLong)),
  }),
  defineCandlePattern({
    id: "morning_doji_star",
    title: "Morning doji star",
    talib: "CDLMORNINGDOJISTAR",
    warmUp: 12,
    penetration: 0.3,
    detect: (c, i, penetration) => Math.max(0, star(c, i, penetration, isDoji)),
  }),
  defineCandlePattern({
    id: "evening_doji_star",
    title: "Evening doji star",
    talib: "CDLEVENINGDOJISTAR",
    warmUp: 12,
    penetration: 0.3,
    detect: (c, i, penetration) => Math.min(0, star(c, i, penetration, isDoji)),
  }),
  defineCandlePattern({
    id: "abandoned_baby",
    title: "Abandoned baby",
    talib: "CDLABANDONEDBABY",
    warmUp: 12,
    penetration: 0.3,
    detect: (c, i, penetration) => {
      const side = star(c, i, penetration, isDoji);
      if (side > 0) return gapsDown(c, i - 1, i - 2) && gapsUp(c, i, i - 1) ? side : 0;
      return gapsUp(c, i - 1, i - 2) && gapsDown(c, i, i - 1) ? side : 0;
    },
  }),
  defineCandlePattern({
    id: "two_crows",
    title: "Two crows",
    talib: "CDL2CROWS",
    warmUp: 12,
    detect: (c, i) => {
      const first = isWhite(c, i - 2) && isLong(c, i - 2);
      const second = isBlack(c, i - 1) && bodyGapsUp(c, i - 1, i - 2);
      const opensInside = c.open[i]! < c.open[i - 1]! && c.open[i]! > c.close[i - 1]!;
      const closesInside = c.close[i]! > c.open[i - 2]! && c.close[i]! < c.close[i - 2]!;
      return first && second && isBlack(c, i) && opensInside && closesInside ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "upside_gap_two_crows",
    title: "Upside gap two crows",
    talib: "CDLUPSIDEGAP2CROWS",
    warmUp: 12,
    detect: (c, i) => {
      const first = isWhite(c, i - 2) && isLong(c, i - 2);
      const second = isBlack(c, i - 1) && isNotLong(c, i - 1) && bodyGapsUp(c, i - 1, i - 2);
      const engulfs = c.open[i]! > c.open[i - 1]! && c.close[i]! < c.close[i - 1]!;
      return first && second && isBlack(c, i) && engulfs && c.close[i]! > c.close[i - 2]! ? -100 : 0;
    },
  }),
  defineCandlePattern({
    id: "unique_three_river",
    title: "Unique three river",
    talib: "CDLUNIQUE3RIVER",
    warmUp: 12,
    detect: (c, i) => {
      const first = isBlack(c, i - 2) && isLong(c, i - 2);
      const inside = c.close[i - 1]! > c.close[i - 2]! && c.open[i - 1]! <= c.open[i - 2]!;
      const second = isBlack(c, i - 1) && inside && c.low[i - 1]! < c.low[i - 2]!;
      const third = isWhite(c, i) && body(c, i) < c.meanBody[i]! && c.open[i]! > c.low[i - 1]!;
      return first && second && third ? 100 : 0;
    },
  }),
];
