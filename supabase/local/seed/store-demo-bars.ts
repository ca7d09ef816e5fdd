import type { Sql } from "postgres";
import { generateBars } from "../../../seed/synthetic-market/generate-bars.ts";
import { type Bars, sliceBars } from "../../../shared/market/bars.ts";
import { TIMEFRAME_MS } from "../../../shared/market/timeframe.ts";

const HOUR_MS = TIMEFRAME_MS["1h"];
const DAY_MS = TIMEFRAME_MS["1d"];
const SPANS = [
  { timeframe: "1h", spanMs: 730 * DAY_MS },
  { timeframe: "1m", spanMs: 7 * DAY_MS },
] as const;

const BARS_PER_CALL = 20_000;

/**
 * Stores the synthetic markets' bars up to the last full hour: two years of hours and a week of minutes, or what has
 * come since the newest one stored.
 * @returns how many bars were added
 */
export async function storeDemoBars(
  sql: Sql,
  symbols: readonly string[],
  log: (line: string) => void,
): Promise<number> {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  let added = 0;
  for (const symbol of symbols) {
    for (const { timeframe, spanMs } of SPANS) {
      const from = Math.max(to - spanMs, await endOfStored(sql, symbol, timeframe));
      if (from >= to) continue;
      added += await storeBars(sql, symbol, timeframe, generateBars({ symbol, timeframe, from, to }));
    }
    log(`${symbol} is stored up to ${new Date(to).toISOString()}`);
  }
  return added;
}

/** When the newest stored bar closed, epoch milliseconds; minus infinity without one. */
async function endOfStored(sql: Sql, symbol: string, timeframe: "1h" | "1m"): Promise<number> {
  const [row] = await sql<{ newest: Date | null }[]>`
    select max(ts) as newest from public.market_data where symbol = ${symbol} and timeframe = ${timeframe}`;
  return row?.newest ? row.newest.getTime() + TIMEFRAME_MS[timeframe] : Number.NEGATIVE_INFINITY;
}

async function storeBars(sql: Sql, symbol: string, timeframe: "1h" | "1m", bars: Bars): Promise<number> {
  let inserted = 0;
  for (let start = 0; start < bars.ts.length; start += BARS_PER_CALL) {
    const columns = Object.entries(sliceBars(bars, start, start + BARS_PER_CALL));
    const json = Object.fromEntries(
      columns.map(([field, values]) => [field, Array.from(values as Float64Array)]),
    );
    const [row] = await sql<{ count: { inserted: number } }[]>`
      select public.write_bars(${symbol}, ${timeframe}, ${sql.json(json)}) as count`;
    inserted += row?.count.inserted ?? 0;
  }
  return inserted;
}
