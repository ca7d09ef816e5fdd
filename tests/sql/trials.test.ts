import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel, storeInstrument } from "./market.ts";

const database = new MigratedDatabase();
const JOB = "55555555-5555-4555-8555-555555555555";
const SCOPE = { universe: "EURUSD+GBPUSD", symbols: ["EURUSD", "GBPUSD"], timeframe: "1h", horizon_bars: 12 };

const trialOf = (trial: number, fields: object = {}) => ({
  trial,
  family: "boosting",
  params: { rounds: 10 * trial },
  seed: 7,
  log_loss: 1.05,
  sharpe_ratio: null,
  metrics: { rung: 0 },
  ...fields,
});

async function record(tx: TransactionSql, trials: object[], job = JOB) {
  const [row] =
    await tx`select public.record_trials(${job}, ${tx.json(SCOPE)}, ${tx.json(trials as never)})::int as n`;
  return row!.n;
}

async function count(tx: TransactionSql, symbols = SCOPE.symbols, timeframe = "1h") {
  const [row] = await tx`select public.count_trials(${symbols}, ${timeframe})::int as n`;
  return row!.n;
}

/** As the service, with the instruments that the scope is about. */
function withInstruments(body: (tx: TransactionSql) => Promise<void>) {
  return database.asService(async (tx) => {
    for (const symbol of SCOPE.symbols) await storeInstrument(tx, { symbol });
    await body(tx);
  });
}

describe("record_trials", () => {
  test("keeps every trial with its universe, once however often it is sent", async () => {
    await withInstruments(async (tx) => {
      expect(await record(tx, [trialOf(0), trialOf(1)])).toBe(2);
      expect(await record(tx, [trialOf(1, { log_loss: 2 }), trialOf(2)])).toBe(1);
      expect(await record(tx, [trialOf(0)], "66666666-6666-4666-8666-666666666666")).toBe(1);
      const rows = await tx`
        select trial, universe, params, log_loss from public.ml_trials where job_id = ${JOB} order by trial`;
      expect(rows).toEqual(
        [0, 1, 2].map((trial) => ({
          trial,
          universe: SCOPE.universe,
          params: { rounds: 10 * trial },
          log_loss: 1.05,
        })),
      );
    });
  });

  test.each([
    ["a negative number", { trial: -1 }],
    ["a loss below nothing", { log_loss: -1 }],
    ["no family", { family: null }],
  ])("refuses %s and keeps none of the batch", async (_, fields) => {
    await withInstruments(async (tx) => {
      await expect(
        tx.savepoint((point) => record(point, [trialOf(0), trialOf(1, fields)])),
      ).rejects.toThrow();
      expect(await count(tx)).toBe(0);
    });
  });
});

test("count_trials counts what was tried on any of the symbols, whatever the universe and the horizon", async () => {
  await withInstruments(async (tx) => {
    await record(tx, [trialOf(0), trialOf(1)]);
    await registerModel(tx, { universe: SCOPE.universe, symbols: SCOPE.symbols, horizon_bars: 24 });
    await registerModel(tx, { model_version: "of-eurusd" });
    await storeInstrument(tx, { symbol: "USDJPY" });
    await registerModel(tx, { model_version: "of-usdjpy", universe: "USDJPY", symbols: ["USDJPY"] });
    expect(await count(tx)).toBe(4);
    expect(await count(tx, ["EURUSD"])).toBe(4);
    expect(await count(tx, ["GBPUSD"])).toBe(3);
    expect(await count(tx, ["GBPUSD", "USDJPY", "NOPE"])).toBe(4);
    expect(await count(tx, ["NOPE"])).toBe(0);
    expect(await count(tx, SCOPE.symbols, "4h")).toBe(0);
  });
});

test("a search and a registration record Sharpe ratios in one unit, a day", async () => {
  await withInstruments(async (tx) => {
    const daily_sharpe = 0.05;
    const sharpe_ratio = daily_sharpe * Math.sqrt(365.25);
    await record(tx, [trialOf(0, { sharpe_ratio: daily_sharpe })]);
    await registerModel(tx, { sharpe_ratio, metrics: { log_loss: 1.05, trading: { daily_sharpe } } });
    await registerModel(tx, {
      model_version: "m2",
      sharpe_ratio: null,
      metrics: { trading: { daily_sharpe: null } },
    });
    expect(await tx`select model_version, sharpe_ratio from public.ml_trials order by id`).toEqual([
      { model_version: null, sharpe_ratio: daily_sharpe },
      { model_version: "m1", sharpe_ratio: daily_sharpe },
      { model_version: "m2", sharpe_ratio: null },
    ]);
    const [yearly] =
      await tx`select sharpe_ratio from public.ml_model_performance where model_version = 'm1'`;
    expect(yearly).toEqual({ sharpe_ratio });
  });
});
