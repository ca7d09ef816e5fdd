import type { TransactionSql } from "postgres";
import { beforeAll, expect, test } from "vitest";
import { become, SERVICE } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { promoteModel, registerModel, storeInstrument } from "./market.ts";

// Transactions that do their work at once. Unlike the other tests' rows these are committed, so the file has no others.

const database = new MigratedDatabase(8);

/** Runs a body in a transaction as the service, and commits. */
function commit<T>(body: (tx: TransactionSql) => Promise<T>) {
  return database.sql.begin(async (tx) => {
    await become(tx, SERVICE);
    return body(tx);
  });
}

beforeAll(async () => {
  await commit((tx) => storeInstrument(tx));
});

test("promotions at once leave one active model, and a log without a gap", async () => {
  const versions = Array.from({ length: 8 }, (_, i) => `m${i}`);
  for (const model_version of versions) await commit((tx) => registerModel(tx, { model_version }));
  await Promise.all(versions.map((version) => commit((tx) => promoteModel(tx, version))));

  const log =
    await database.sql`select model_version, previous_model_version from public.ml_serving_log order by id`;
  expect(log.map((row) => row.previous_model_version)).toEqual([
    null,
    ...log.slice(0, -1).map((row) => row.model_version),
  ]);
  const active = await database.sql`select model_version from public.ml_models where is_active`;
  expect([...active]).toEqual([{ model_version: log.at(-1)!.model_version }]);
});

test("writers of the same bars at once count each bar once", async () => {
  const hours = Array.from({ length: 200 }, (_, i) => Date.UTC(2023, 11, 31) + i * 3_600_000);
  const write = (ts: number[]) =>
    commit(async (tx) => {
      const flat = ts.map(() => 1.1);
      const bars = { ts, open: flat, high: flat, low: flat, close: flat, volume: flat };
      const [row] = await tx`select public.write_bars('EURUSD', '1h', ${tx.json(bars)}) as count`;
      return row!.count as { inserted: number; skipped: number };
    });
  const counts = await Promise.all([hours, hours.toReversed(), hours, hours.toReversed()].map(write));
  expect(counts.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(hours.length);
});

test("writers of different series at once make a year's partition once", async () => {
  const ts = [Date.UTC(1999, 5, 1)];
  const bars = { ts, open: [1], high: [1], low: [1], close: [1], volume: [0] };
  const write = (timeframe: string) =>
    commit((tx) => tx`select public.write_bars('EURUSD', ${timeframe}, ${tx.json(bars)})`);
  await Promise.all(["1m", "5m", "15m", "1h", "4h", "1d"].map(write));
  const [{ count } = { count: 0 }] = await database.sql`select count(*)::int from private.market_data_y1999`;
  expect(count).toBe(6);
});

test("a universe named twice at once is one", async () => {
  const register = () => commit((tx) => tx`select public.register_universe('pair', array['EURUSD'])`);
  await Promise.all([register(), register(), register()]);
  expect(await database.sql`select from public.universe_symbols where universe = 'pair'`).toHaveLength(1);
});
