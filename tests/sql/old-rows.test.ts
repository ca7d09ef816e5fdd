import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { registerModel, storeInstrument } from "./market.ts";
import { optimiseWeights } from "./weights.ts";

// What was stored by earlier versions of the functions, and what the migrations after them make of it.

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const SINCE = "20261127070100";
/** What the weight of rsi, 1.1 at first, was moved to after each training. */
const RSI_AFTER: Readonly<Record<string, number>> = { "with-days": 1.5, without: 1.5, unmeasured: 0.25 };
/** Evidence of a canary by the score that cut gains off. */
const CUT_OFF = {
  observations: 40,
  log_e_better: 1.5,
  log_e_worse: -2,
  mean_gain: 0.3,
  processed_bar_ts: "2026-11-19T00:00:00Z",
};
const earlier = mkdtempSync(join(tmpdir(), "edgewise-migrations-"));
let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  const files = readdirSync(MIGRATIONS).filter((file) => file < SINCE);
  for (const file of files) cpSync(join(MIGRATIONS, file), join(earlier, file));
  database = await testDatabase({ migrations: earlier });
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.begin(async (tx) => {
    await storeInstrument(tx);
    await registerModel(tx, {
      model_version: "with-days",
      sharpe_ratio: 2,
      metrics: { log_loss: 1, trading: { daily_sharpe: 0.125 } },
    });
    await registerModel(tx, { model_version: "without", sharpe_ratio: Math.sqrt(365.25) });
    await registerModel(tx, { model_version: "unmeasured", sharpe_ratio: null });
    const scope = { universe: "EURUSD", timeframe: "1h", horizon_bars: 12 };
    const trials = [{ trial: 0, family: "boosting", log_loss: 1, sharpe_ratio: 0.25 }];
    await tx`select public.record_trials(gen_random_uuid(), ${tx.json(scope)}, ${tx.json(trials)})`;
    for (const ended of [null, "2026-11-20T00:00:00Z"]) {
      const test = {
        ...scope,
        champion_version: "with-days",
        canary_version: ended ? "unmeasured" : "without",
        ...CUT_OFF,
        state: tx.json({ sum: 7 }),
        outcome: ended && "rolled_back",
        ended_at: ended,
      };
      await tx`insert into public.ml_canary_tests ${tx(test)}`;
    }
  });
  for (const version of ["with-days", "without", "unmeasured"]) {
    await sql`update public.ml_model_performance set training_date = now() where model_version = ${version}`;
    await sql.begin((tx) => optimiseWeights(tx, [{ indicator_name: "rsi", weight: RSI_AFTER[version]! }]));
  }
  await applyMigrations(database.url, MIGRATIONS);
});
afterAll(async () => {
  await sql?.end();
  await database?.stop();
  rmSync(earlier, { recursive: true, force: true });
});

test("yearly Sharpe ratios of models become daily, those of searches stay, and the rows stay append-only", async () => {
  expect(await sql`select model_version, sharpe_ratio from public.ml_trials order by id`).toEqual([
    { model_version: "with-days", sharpe_ratio: 0.125 },
    { model_version: "without", sharpe_ratio: 1 },
    { model_version: "unmeasured", sharpe_ratio: null },
    { model_version: null, sharpe_ratio: 0.25 },
  ]);
  await expect(sql`update public.ml_trials set sharpe_ratio = 1`).rejects.toMatchObject({ code: "EW409" });
});

test("canary tests under way begin anew, those that ended keep their evidence", async () => {
  const rows = await sql`
    select canary_version, observations, state, log_e_better, log_e_worse, mean_gain, processed_bar_ts
    from public.ml_canary_tests order by id`;
  expect(rows).toEqual([
    {
      canary_version: "without",
      observations: 0,
      state: null,
      log_e_better: 0,
      log_e_worse: 0,
      mean_gain: null,
      processed_bar_ts: null,
    },
    {
      canary_version: "unmeasured",
      ...CUT_OFF,
      state: { sum: 7 },
      processed_bar_ts: new Date(CUT_OFF.processed_bar_ts),
    },
  ]);
});

test("each training has the weights of its time, as their history tells, and what moved since the one before it", async () => {
  const rows = await sql`
    select model_version, previous_weights, new_weights, weight_changes from public.ml_model_performance
    order by training_date`;
  const [first] = rows;
  const then = first!.new_weights;
  expect(then).toMatchObject({ rsi: 1.1, adx: 1.2 });
  expect(Object.keys(then)).toHaveLength(15);
  const moved = { ...then, rsi: 1.5 };
  expect(rows).toEqual([
    { model_version: "with-days", previous_weights: null, new_weights: then, weight_changes: null },
    { model_version: "without", previous_weights: then, new_weights: moved, weight_changes: { rsi: 0.4 } },
    { model_version: "unmeasured", previous_weights: moved, new_weights: moved, weight_changes: {} },
  ]);
});
