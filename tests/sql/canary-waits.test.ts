import type { TransactionSql } from "postgres";
import { expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel, SYSTEM } from "./market.ts";
import { prediction } from "./prediction.ts";

const database = new MigratedDatabase();
const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const HORIZON = 21;
const RULE = { kind: "triple_barrier", barrier_multiple: 1, volatility_window: 100 };
const daysAgo = (days: number) => new Date(TODAY - days * DAY).toISOString();

/** A canary of a model of 21 daily bars, both with predictions of these days. */
async function startTest(tx: TransactionSql, days: readonly number[]): Promise<number> {
  const scope = { timeframe: "1d", horizon_bars: HORIZON, label_spec: RULE };
  for (const model_version of ["m1", "m2"]) await registerModel(tx, { ...scope, model_version });
  await tx`select public.promote_model('m1', ${tx.json(SYSTEM)})`;
  await tx`select public.set_canary('m2', 10, ${tx.json(SYSTEM)})`;
  const bar = { timeframe: "1d", horizon_bars: HORIZON, prediction_timestamp: "2100-01-01T00:00:00Z" };
  const rows = days.flatMap((day) => [
    prediction({ ...bar, bar_ts: daysAgo(day) }),
    prediction({ ...bar, bar_ts: daysAgo(day), model_version: "m2", prediction_type: "SHADOW" }),
  ]);
  await tx`select public.log_predictions(${tx.json(rows as never)})`;
  const [row] = await tx`select id::int from public.ml_canary_tests`;
  return row!.id;
}

async function storeBar(tx: TransactionSql, day: number) {
  const [ts, flat] = [[TODAY - day * DAY], [1]];
  const bars = { ts, open: flat, high: flat, low: flat, close: flat, volume: flat };
  await tx`select public.write_bars('EURUSD', '1d', ${tx.json(bars)})`;
}

async function settle(tx: TransactionSql, day: number, outcome: string | null) {
  const returns = outcome === null ? null : 0.01;
  const settled = {
    symbol: "EURUSD",
    timeframe: "1d",
    horizon_bars: HORIZON,
    label_spec: RULE,
    bar_ts: daysAgo(day),
    outcome,
    long_return: returns,
    short_return: returns,
    settled_at: outcome === null ? null : daysAgo(1),
  };
  await tx`select public.settle_outcomes(${tx.json([settled])})`;
}

async function countPairs(tx: TransactionSql, id: number) {
  const [row] = await tx`select jsonb_array_length(public.read_canary_pairs(${id}, 100)) as count`;
  return row!.count as number;
}

test.each([
  ["is not yet over by the calendar, bars or none: waits", { age: 20, lastBar: 20, counted: 0 }],
  ["is over for eleven days of a symbol that trades: waits", { age: 33, lastBar: 3, counted: 0 }],
  ["is over for eleven days, the symbol's holidays long: waits", { age: 33, lastBar: 12, counted: 0 }],
  [
    "is over for eleven days of a symbol that has stopped: is passed over",
    { age: 33, lastBar: 16, counted: 1 },
  ],
  ["is far behind what the slowest market takes: is passed over", { age: 240, lastBar: 3, counted: 1 }],
])("a bar without its outcome whose horizon %s", async (_, { age, lastBar, counted }) => {
  await database.asService(async (tx) => {
    const id = await startTest(tx, [age, age - 1]);
    await storeBar(tx, lastBar);
    await settle(tx, age - 1, "BUY");
    expect(await countPairs(tx, id)).toBe(counted);
    await settle(tx, age, "SELL");
    expect(await countPairs(tx, id)).toBe(2);
  });
});

test("a bar that never will have an outcome is not waited for", async () => {
  await database.asService(async (tx) => {
    const id = await startTest(tx, [33, 32]);
    await storeBar(tx, 3);
    await settle(tx, 33, null);
    await settle(tx, 32, "BUY");
    expect(await countPairs(tx, id)).toBe(1);
  });
});
