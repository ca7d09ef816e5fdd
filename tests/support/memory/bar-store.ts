import { Failure } from "../../../shared/failure.ts";
import { BAR_FIELDS, type BarField, type Bars } from "../../../shared/market/bars.ts";
import { TIMEFRAME_MS } from "../../../shared/market/timeframe.ts";
import type { BarGap, BarQuery, BarStore } from "../../../shared/ports/bar-store.ts";

type Row = Record<BarField, number>;

/** Bars in memory, for tests: the same answers as the database gives, proved by tests/e2e/bar-stores.test.ts. */
export function createMemoryBarStore(symbols: readonly string[]): BarStore {
  const series = new Map<string, Map<number, Row>>();

  function rowsOf(query: { symbol: string; timeframe: string }): Map<number, Row> {
    if (!symbols.includes(query.symbol))
      throw new Failure("unknown_symbol", `No instrument is named ${query.symbol}.`);
    const key = `${query.symbol} ${query.timeframe}`;
    const rows = series.get(key) ?? new Map<number, Row>();
    series.set(key, rows);
    return rows;
  }

  function select(query: Pick<BarQuery, "symbol" | "timeframe" | "from" | "to">): Row[] {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = query;
    return [...rowsOf(query).values()].filter(({ ts }) => ts >= from && ts < to).sort((a, b) => a.ts - b.ts);
  }

  return {
    async read(query) {
      const rows = select(query);
      return toColumns(query.newestFirst ? rows.slice(-query.limit) : rows.slice(0, query.limit));
    },
    async write({ symbol, timeframe, bars, onConflict }) {
      const rows = rowsOf({ symbol, timeframe });
      const count = { inserted: 0, replaced: 0, skipped: 0 };
      for (const row of toRows(bars)) {
        const stored = rows.get(row.ts);
        const replaces = onConflict === "replace" && stored && !isSameRow(stored, row);
        const outcome = !stored ? "inserted" : replaces ? "replaced" : "skipped";
        count[outcome]++;
        if (outcome !== "skipped") rows.set(row.ts, row);
      }
      return count;
    },
    async gaps(query) {
      const stepMs = TIMEFRAME_MS[query.timeframe];
      const rows = select(query);
      const gaps: BarGap[] = [];
      for (let i = 1; i < rows.length; i++) {
        const from = rows[i - 1]!.ts + stepMs;
        const to = rows[i]!.ts;
        if (to > from) gaps.push({ from, to, missing: Math.round((to - from) / stepMs) });
      }
      return gaps.slice(0, query.limit);
    },
  };
}

const isSameRow = (a: Row, b: Row) => BAR_FIELDS.every((field) => a[field] === b[field]);

function toRows(bars: Bars): Row[] {
  return Array.from(
    bars.ts,
    (_, i) => Object.fromEntries(BAR_FIELDS.map((field) => [field, bars[field][i]!])) as Row,
  );
}

function toColumns(rows: readonly Row[]): Bars {
  return Object.fromEntries(
    BAR_FIELDS.map((field) => [field, Float64Array.from(rows, (row) => row[field])]),
  ) as unknown as Bars;
}
