import { expect, test } from "vitest";
import { type Bars, sliceBars } from "../../../shared/market/bars.ts";
import type { BarGap, BarStore } from "../../../shared/ports/bar-store.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";

interface Subject {
  readonly store: BarStore;
  /** Without bars. */
  readonly symbol: string;
}

/** Over the turn of a year, which is where partitions meet. */
const BARS = randomWalkBars({ rows: 40, seed: 3, start: Date.UTC(2024, 11, 31) });
/** Of a series that has the bars 0 to 3, 6, 7, 20 and 21. */
const GAPS: readonly BarGap[] = [
  { from: BARS.ts[4]!, to: BARS.ts[6]!, missing: 2 },
  { from: BARS.ts[8]!, to: BARS.ts[20]!, missing: 12 },
];

/** Duties of a store of bars. `open` is called once a test runs, with the gaps that the bars written will leave. */
export function describeBarStore(open: (gaps: readonly BarGap[]) => Promise<Subject>): void {
  async function opened(gaps: readonly BarGap[] = []) {
    const { store, symbol } = await open(gaps);
    const series = { symbol, timeframe: "1h" } as const;
    const write = (bars: Bars, onConflict: "skip" | "replace" = "skip") =>
      store.write({ ...series, bars, onConflict });
    return { store, series, write };
  }

  test("gives bars back as they were written, oldest first, in whatever order they came", async () => {
    const { store, series, write } = await opened();
    const shuffled = Array.from(BARS.ts.keys()).sort((a, b) => ((a * 7) % 40) - ((b * 7) % 40));
    const columns = Object.entries(BARS).map(([field, column]) => [
      field,
      Float64Array.from(shuffled, (row) => column[row]),
    ]);
    expect(await write(Object.fromEntries(columns))).toEqual({ inserted: 40, replaced: 0, skipped: 0 });
    expect(await store.read({ ...series, limit: 100 })).toEqual(BARS);
    expect((await store.read({ ...series, timeframe: "5m", limit: 100 })).ts).toHaveLength(0);
  });

  test("begins a range at its start, ends it before its end, and cuts it from the side asked for", async () => {
    const { store, series, write } = await opened();
    await write(BARS);
    const range = { from: BARS.ts[5]!, to: BARS.ts[30]! };
    const times = async (query: object) =>
      Array.from((await store.read({ ...series, limit: 100, ...query })).ts);
    expect(await times(range)).toEqual(Array.from(BARS.ts.subarray(5, 30)));
    expect(await times({ ...range, limit: 3 })).toEqual(Array.from(BARS.ts.subarray(5, 8)));
    expect(await times({ ...range, limit: 3, newestFirst: true })).toEqual(
      Array.from(BARS.ts.subarray(27, 30)),
    );
    expect(await times({ from: BARS.ts[39]! + 1 })).toEqual([]);
  });

  test("skips bars that it has, or replaces them when asked, and counts them either way", async () => {
    const { store, series, write } = await opened();
    await write(sliceBars(BARS, 0, 10));
    const changed = { ...sliceBars(BARS, 5, 15), volume: new Float64Array(10).fill(9) };
    expect(await write(changed)).toEqual({ inserted: 5, replaced: 0, skipped: 5 });
    expect((await store.read({ ...series, limit: 100 })).volume[5]).toBe(BARS.volume[5]);
    expect(await write(changed, "replace")).toEqual({ inserted: 0, replaced: 5, skipped: 5 });
    expect((await store.read({ ...series, limit: 100 })).volume[5]).toBe(9);
  });

  test("tells the gaps of a range, oldest first, at most so many", async () => {
    const { store, series, write } = await opened(GAPS);
    await write(sliceBars(BARS, 0, 4));
    await write(sliceBars(BARS, 6, 8));
    await write(sliceBars(BARS, 20, 22));
    expect(await store.gaps({ ...series, limit: 10 })).toEqual(GAPS);
    expect(await store.gaps({ ...series, limit: 1 })).toEqual(GAPS.slice(0, 1));
    expect(await store.gaps({ ...series, from: BARS.ts[6]!, to: BARS.ts[8]!, limit: 10 })).toEqual([]);
  });
}
