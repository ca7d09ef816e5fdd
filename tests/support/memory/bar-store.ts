import { BAR_FIELDS, type BarField, type Bars } from "../../../shared/market/bars.ts";
import type { BarGap, BarQuery, BarStore } from "../../../shared/ports/bar-store.ts";

type Row = Record<BarField, number>;

/**
 * Bars in memory, for tests. Any symbol may be written and read, and the gaps are those given: which symbols there are
 * and what is missing between bars is decided in SQL.
 */
export function createMemoryBarStore(gaps: readonly BarGap[] = []): BarStore {
  const series = new Map<string, Map<number, Row>>();

  function rowsOf({ symbol, timeframe }: Pick<BarQuery, "symbol" | "timeframe">): Map<number, Row> {
    const key = `${symbol} ${timeframe}`;
    const rows = series.get(key) ?? new Map<number, Row>();
    series.set(key, rows);
    return rows;
  }

  return {
    async read({ from = -Infinity, to = Infinity, limit, newestFirst, ...of }) {
      const rows = [...rowsOf(of).values()].filter(({ ts }) => ts >= from && ts < to);
      rows.sort((a, b) => a.ts - b.ts);
      return toColumns(newestFirst ? rows.slice(-limit) : rows.slice(0, limit));
    },
    async write({ bars, onConflict, ...of }) {
      const rows = rowsOf(of);
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
    gaps: async ({ from = -Infinity, to = Infinity, limit }) =>
      gaps.filter((gap) => gap.from >= from && gap.to < to).slice(0, limit),
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
