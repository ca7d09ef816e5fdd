import { type Bars, sliceBars } from "../../market/bars.ts";
import { resample } from "../../market/resample.ts";
import { TIMEFRAME_MS, type Timeframe } from "../../market/timeframe.ts";
import type { BarQuery, BarStore } from "../../ports/bar-store.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { BarPage } from "./read.ts";

export interface ResampledQuery extends Omit<BarQuery, "newestFirst"> {
  /** The stored timeframe to make the bars of; the wanted one is a whole multiple of it. */
  readonly source: Timeframe;
}

export interface ResampledPage extends BarPage {
  /** True when the last bar was still forming at the close of the newest stored one. */
  readonly lastIsPartial: boolean;
}

/** Bars of one page at most, before resampling: what one call reads and joins well within an isolate's CPU. */
export const MAX_SOURCE_BARS = 50_000;
/** A session that begins before the end of the range may end this much later: a day with the clocks set back. */
const LONGEST_BAR_MS = 25 * 3_600_000;

/**
 * One page of bars of a higher timeframe, made of stored bars of a lower one, oldest first. Bars that opened before
 * `from` are left out: stored bars before it are part of them. A page that ends for want of room ends with a whole bar.
 * @throws Failure unknown_symbol, unavailable; RangeError unless the timeframe is a whole multiple of the source
 */
export async function readResampledBars(
  deps: { readonly bars: BarStore; readonly instruments: InstrumentStore },
  { symbol, timeframe, source, from, to, limit }: ResampledQuery,
): Promise<ResampledPage> {
  const instrument = await deps.instruments.get(symbol);
  const stored = await deps.bars.read({
    symbol,
    timeframe: source,
    limit: MAX_SOURCE_BARS,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to: to + LONGEST_BAR_MS }),
  });
  const { bars, lastIsPartial } = resample(stored, source, timeframe, instrument.calendar);
  const first = from === undefined ? 0 : firstFrom(bars, from);
  const end = to === undefined ? bars.ts.length : firstFrom(bars, to);
  const isCut = stored.ts.length === MAX_SOURCE_BARS && end === bars.ts.length;
  const last = Math.min(first + limit, isCut ? end - 1 : end);
  return {
    bars: sliceBars(bars, first, last),
    next: last < end ? bars.ts[last] : undefined,
    lastIsPartial: lastIsPartial && last === bars.ts.length,
  };
}

/** Index of the first bar that opens at the given time or later. */
function firstFrom({ ts }: Bars, time: number): number {
  const index = ts.findIndex((opened) => opened >= time);
  return index < 0 ? ts.length : index;
}

/** True where bars of one timeframe can be made of another's. */
export function canResample(source: Timeframe, timeframe: Timeframe): boolean {
  const ratio = TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[source];
  return Number.isInteger(ratio) && ratio > 1;
}
