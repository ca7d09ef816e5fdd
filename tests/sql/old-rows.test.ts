import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "../../supabase/local/postgres/migrate.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { registerModel, storeInstrument } from "./market.ts";

// What was stored by earlier versions of the functions, and what the migrations after them make of it.

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const SINCE = "20261127070200";
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
  });
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
