import type { Trade } from "./trade.ts";

const DAY_MS = 86_400_000;

/** Return of the whole equity on each UTC day of [from, to], each symbol holding an equal part of it. */
export function dailyReturns(trades: readonly Trade[], symbols: number, from: number, to: number): number[] {
  const firstDay = Math.floor(from / DAY_MS);
  const days = new Array<number>(Math.floor(to / DAY_MS) - firstDay + 1).fill(0);
  for (const { closedAt, netReturn } of trades) {
    const day = Math.floor(closedAt / DAY_MS) - firstDay;
    if (days[day] === undefined) throw new RangeError("a trade was closed outside the span");
    days[day] += netReturn / symbols;
  }
  return days;
}

/** Equity at the end of each day, 1 before the first; what is lost altogether stays lost. */
export function equityCurve(days: readonly number[]): Float64Array {
  let equity = 1;
  return Float64Array.from(days, (day) => {
    equity = Math.max(0, equity * (1 + day));
    return equity;
  });
}

/** Deepest fall of the equity from its peak, as a positive fraction. */
export function maxDrawdown(equity: Float64Array): number {
  let peak = 1;
  let deepest = 0;
  for (const value of equity) {
    peak = Math.max(peak, value);
    deepest = Math.max(deepest, 1 - value / peak);
  }
  return deepest;
}

/**
 * At most `points` values of the curve, the last one among them: of each stretch of days the last. A fall between two
 * points is not drawn, so the deepest fall is stated beside the picture and not read off it.
 */
export function thinned(
  equity: Float64Array,
  points: number,
): { readonly day: number; readonly equity: number }[] {
  const stride = Math.ceil(equity.length / points);
  const kept: { day: number; equity: number }[] = [];
  for (let day = (equity.length - 1) % stride; day < equity.length; day += stride)
    kept.push({ day, equity: equity[day]! });
  return kept;
}
