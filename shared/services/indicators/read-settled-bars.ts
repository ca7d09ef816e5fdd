import { Failure } from "../../failure.ts";
import type { IndicatorBars } from "../../indicators/indicator-bars.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { readClosedBars } from "../bars/read-closed.ts";
import type { RequestedIndicator } from "./compute-requested.ts";

/** Bars before the first one answered for, so that exponential averages have forgotten where they began. */
const SETTLING_BARS = 1_000;

/**
 * The newest closed bars: `count` to answer for, and before them those in which the indicators settle.
 * @throws Failure unknown_symbol, not_enough_bars, unavailable
 */
export async function readSettledBars(
  deps: { readonly bars: BarStore; readonly clock: Clock },
  request: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly count: number;
    /** The symbol that two-series indicators compare with. */
    readonly reference: string | undefined;
  },
  requested: readonly RequestedIndicator[],
): Promise<IndicatorBars> {
  const { symbol, timeframe, count, reference } = request;
  const warmUp = Math.max(0, ...requested.map(({ indicator, params }) => indicator.warmUp(params)));
  const limit = count + Math.max(SETTLING_BARS, 2 * warmUp);
  const read = (name: string) => readClosedBars(deps, { symbol: name, timeframe, limit });
  const [bars, other] = await Promise.all([
    read(symbol),
    reference === undefined ? undefined : read(reference),
  ]);
  if (bars.ts.length === 0) {
    throw new Failure("not_enough_bars", `${symbol} has no closed bar of ${timeframe}.`);
  }
  if (!other) return bars;
  const closes = new Map(Array.from(other.ts, (ts, i) => [ts, other.close[i]!]));
  return { ...bars, reference: bars.ts.map((ts) => closes.get(ts) ?? Number.NaN) };
}
