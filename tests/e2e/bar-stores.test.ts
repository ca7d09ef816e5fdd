import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseFeatureStore } from "../../shared/adapters/supabase/feature-store.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { FeatureStore } from "../../shared/ports/feature-store.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { createMemoryBarStore } from "../support/memory/bar-store.ts";
import { createMemoryFeatureStore } from "../support/memory/feature-store.ts";
import { declareInstrument } from "../support/project-data.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";
import { clientOf, testStack } from "../support/stack.ts";

const SYMBOLS = Array.from({ length: 8 }, (_, i) => `SYN-${i}`);
const HOUR = 3_600_000;
/** Over the turn of a year, which is where partitions meet. */
const BARS = randomWalkBars({ rows: 40, seed: 3, start: Date.UTC(2024, 11, 31) });

let stack: Stack;
beforeAll(async () => {
  stack = await testStack({ project: { ...readProject(), functions: [] } });
  for (const symbol of SYMBOLS) await declareInstrument(clientOf(stack, stack.keys.secret), symbol);
});
afterAll(() => stack?.stop());

describe.each<[string, () => BarStore]>([
  ["in memory", () => createMemoryBarStore()],
  ["in the database", () => createSupabaseBarStore(clientOf(stack, stack.keys.secret))],
])("bars %s", (_, create) => {
  let store: BarStore;
  let used = 0;
  let series: { symbol: string; timeframe: "1h" };

  beforeAll(() => {
    store = create();
  });
  /** A symbol of its own for each test. */
  beforeEach(() => {
    series = { symbol: SYMBOLS[used++]!, timeframe: "1h" };
  });

  const write = (bars: Bars, onConflict: "skip" | "replace" = "skip") =>
    store.write({ ...series, bars, onConflict });

  test("come back as they were written, oldest first, in whatever order they came", async () => {
    const shuffled = Array.from(BARS.ts.keys()).sort((a, b) => ((a * 7) % 40) - ((b * 7) % 40));
    const columns = Object.entries(BARS).map(([field, column]) => [
      field,
      Float64Array.from(shuffled, (row) => column[row]),
    ]);
    expect(await write(Object.fromEntries(columns))).toEqual({ inserted: 40, replaced: 0, skipped: 0 });
    expect(await store.read({ ...series, limit: 100 })).toEqual(BARS);
  });

  test("of a range begin at its start, end before its end, and are cut from the side asked for", async () => {
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

  test("that are stored already are skipped, or replaced when asked, and counted either way", async () => {
    await write(sliceBars(BARS, 0, 10));
    const changed = { ...sliceBars(BARS, 5, 15), volume: new Float64Array(10).fill(9) };
    expect(await write(changed)).toEqual({ inserted: 5, replaced: 0, skipped: 5 });
    expect((await store.read({ ...series, limit: 100 })).volume[5]).toBe(BARS.volume[5]);
    expect(await write(changed, "replace")).toEqual({ inserted: 0, replaced: 5, skipped: 5 });
    expect((await store.read({ ...series, limit: 100 })).volume[5]).toBe(9);
  });

  test("leave gaps where some are missing", async () => {
    await write(sliceBars(BARS, 0, 4));
    await write(sliceBars(BARS, 6, 8));
    await write(sliceBars(BARS, 20, 22));
    const gaps = await store.gaps({ ...series, limit: 10 });
    expect(gaps).toEqual([
      { from: BARS.ts[4], to: BARS.ts[6], missing: 2 },
      { from: BARS.ts[8], to: BARS.ts[20], missing: 12 },
    ]);
    expect(await store.gaps({ ...series, limit: 1 })).toEqual(gaps.slice(0, 1));
    expect(await store.gaps({ ...series, from: BARS.ts[6]!, to: BARS.ts[8]!, limit: 10 })).toEqual([]);
  });

  test("of a symbol that nobody declared are refused", async () => {
    const unknown = { symbol: "NOPE", timeframe: "1h", limit: 1 } as const;
    await expect(store.read(unknown)).rejects.toMatchObject({ code: "unknown_symbol" });
    await expect(store.gaps(unknown)).rejects.toMatchObject({ code: "unknown_symbol" });
    const writing = store.write({ ...unknown, bars: sliceBars(BARS, 0, 1), onConflict: "skip" });
    await expect(writing).rejects.toMatchObject({ code: "unknown_symbol" });
  });
});

describe.each<[string, () => FeatureStore & { stored(): Promise<unknown[]> }]>([
  [
    "in memory",
    () => {
      const store = createMemoryFeatureStore();
      return { ...store, stored: async () => [...store.rows.values()].map(({ features }) => features) };
    },
  ],
  [
    "in the database",
    () => {
      const client = clientOf(stack, stack.keys.secret);
      const stored = async () => {
        const { data } = await client.from("ml_features").select("features");
        return data!.map(({ features }) =>
          features.map((value: number | "NaN") => (value === "NaN" ? null : value)),
        );
      };
      return { ...createSupabaseFeatureStore(client), stored };
    },
  ],
])("features %s", (_, create) => {
  test("are stored once a bar, and stay as they were", async () => {
    await clientOf(stack, stack.keys.secret).rpc("register_feature_set", {
      p_version: "fs-1",
      p_definition: {},
    });
    const store = create();
    const row = { featureSetVersion: "fs-1", symbol: SYMBOLS[0]!, timeframe: "1h" as const, ts: HOUR };
    await store.store({ ...row, features: [0.5, null] });
    await store.store({ ...row, features: [1, 1] });
    expect(await store.stored()).toEqual([[0.5, null]]);
  });
});
