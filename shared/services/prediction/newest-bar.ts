import { Failure } from "../../failure.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { readClosedBars } from "../bars/read-closed.ts";

/** The newest closed bar of a symbol: what a prediction stands on. */
export interface NewestBar {
  /** Opening time, epoch milliseconds. */
  readonly ts: number;
  readonly close: number;
  /** Tells a bar that was corrected from the one before the correction. */
  readonly fingerprint: string;
}

export interface NewestBarQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** @throws Failure not_enough_bars, unknown_symbol */
export async function readNewestBar(
  deps: { readonly bars: BarStore; readonly clock: Clock },
  { symbol, timeframe }: NewestBarQuery,
): Promise<NewestBar> {
  const bars = await readClosedBars(deps, { symbol, timeframe, limit: 1 });
  const [ts, close] = [bars.ts[0], bars.close[0]];
  if (ts === undefined || close === undefined) {
    throw new Failure("not_enough_bars", `${symbol} has no closed bars of ${timeframe}.`);
  }
  const columns = [bars.ts, bars.open, bars.high, bars.low, bars.close, bars.volume];
  return { ts, close, fingerprint: columns.map(([value]) => value).join(",") };
}
