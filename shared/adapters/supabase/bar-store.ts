import { BAR_FIELDS, type BarField, type Bars } from "../../market/bars.ts";
import type { BarStore, BarWriteCount } from "../../ports/bar-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

type JsonBars = Record<BarField, number[]>;

/** Bars in `market_data`. Each call is one round trip with one columnar JSON value, since REST cuts rows at 1,000. */
export function createSupabaseBarStore(client: ProjectClient): BarStore {
  // The only thing that these functions may not find is the instrument.
  const call = <T>(name: string, args: Readonly<Record<string, unknown>>) =>
    callFunction<T>(client, name, args, "unknown_symbol");
  return {
    async read({ symbol, timeframe, from, to, limit, newestFirst = false }) {
      const columns = await call<JsonBars>("read_bars", {
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_from: isoTime(from),
        p_to: isoTime(to),
        p_limit: limit,
        p_newest_first: newestFirst,
      });
      return mapColumns((field) => Float64Array.from(columns[field]));
    },
    write({ symbol, timeframe, bars, onConflict }) {
      return call<BarWriteCount>("write_bars", {
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_bars: mapColumns((field) => Array.from(bars[field])),
        p_on_conflict: onConflict,
      });
    },
    async gaps({ symbol, timeframe, from, to, limit }) {
      const gaps = await call<{ from: number[]; to: number[]; missing: number[] }>("find_bar_gaps", {
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_from: isoTime(from),
        p_to: isoTime(to),
        p_limit: limit,
      });
      return gaps.from.map((start, i) => ({ from: start, to: gaps.to[i]!, missing: gaps.missing[i]! }));
    },
  };
}

function mapColumns<T>(column: (field: BarField) => T): Record<BarField, T> {
  return Object.fromEntries(BAR_FIELDS.map((field) => [field, column(field)])) as Record<keyof Bars, T>;
}

function isoTime(ts: number | undefined): string | null {
  return ts === undefined ? null : new Date(ts).toISOString();
}
