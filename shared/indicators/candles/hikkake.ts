import type { Indicator } from "../definition.ts";
import type { Candles } from "./candles.ts";
import { defineCandlePattern } from "./define-candle-pattern.ts";
import { near } from "./terms.ts";

/** Candles within which a pattern may be confirmed. */
const REACH = 3;

type Setup = (c: Candles, i: number) => number;

/** Candle i lies within candle i - 1. */
const isInsideBar = (c: Candles, i: number) => c.high[i]! < c.high[i - 1]! && c.low[i]! > c.low[i - 1]!;

/** After an inside bar, a false breakout: 1 down (so bullish), -1 up. */
const falseBreakout: Setup = (c, i) => {
  if (!isInsideBar(c, i - 1)) return 0;
  if (c.high[i]! < c.high[i - 1]! && c.low[i]! < c.low[i - 1]!) return 1;
  return c.high[i]! > c.high[i - 1]! && c.low[i]! > c.low[i - 1]! ? -1 : 0;
};

/** The same after two inside bars, the first of which closes near the end that breaks out. */
const modifiedFalseBreakout: Setup = (c, i) => {
  const side = isInsideBar(c, i - 2) ? falseBreakout(c, i) : 0;
  if (side === 1) return c.close[i - 2]! <= c.low[i - 2]! + near(c, i - 2) ? 1 : 0;
  return side === -1 && c.close[i - 2]! >= c.high[i - 2]! - near(c, i - 2) ? -1 : 0;
};

/** A close beyond the far end of the last inside bar confirms the pattern of candle `start`. */
const confirms = (c: Candles, i: number, start: number, side: number) =>
  side > 0 ? c.close[i]! > c.high[start - 1]! : c.close[i]! < c.low[start - 1]!;

/** ±100 where the setup stands, ±200 where a close confirms the newest one within reach, once. */
const hikkake = (setup: Setup) => (c: Candles, i: number) => {
  const now = setup(c, i);
  if (now !== 0) return 100 * now;
  for (let start = i - 1; start >= i - REACH; start--) {
    const side = setup(c, start);
    if (side === 0) continue;
    for (let k = start + 1; k < i; k++) if (confirms(c, k, start, side)) return 0;
    return confirms(c, i, start, side) ? 200 * side : 0;
  }
  return 0;
};

/** Chesler's traps. */
export const HIKKAKE_PATTERNS: readonly Indicator[] = [
  defineCandlePattern({
    id: "hikkake",
    title: "Hikkake",
    talib: "CDLHIKKAKE",
    warmUp: 5,
    detect: hikkake(falseBreakout),
  }),
  defineCandlePattern({
    id: "hikkake_modified",
    title: "Modified hikkake",
    talib: "CDLHIKKAKEMOD",
    warmUp: 10,
    detect: hikkake(modifiedFalseBreakout),
  }),
];
