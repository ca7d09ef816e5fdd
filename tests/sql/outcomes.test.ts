import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel, SYSTEM } from "./market.ts";
import { prediction } from "./prediction.ts";

const database = new MigratedDatabase();
const HOUR = 3_600_000;
const FIRST = Date.UTC(2024, 0, 2);
const RULE = { kind: "triple_barrier", barrier_multiple: 1, volatility_window: 100 };
const at = (hours: number) => new Date(FIRST + hours * HOUR).toISOString();

/** Runs a body as the service with a model, and bars of so many hours; nothing stays. */
function withBars<T>(hours: number, body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.asService(async (tx) => {
    await registerModel(tx, { label_spec: RULE });
    await storeBars(tx, 0, hours);
    return body(tx);
  });
}

async function storeBars(tx: TransactionSql, from: number, to: number) {
  const ts = Array.from({ length: to - from }, (_, i) => FIRST + (from + i) * HOUR);
  const flat = ts.map(() => 1);
  const bars = { ts, open: flat, high: flat, low: flat, close: flat, volume: flat };
  await tx`select public.write_bars('EURUSD', '1h', ${tx.json(bars)})`;
}

async function log(tx: TransactionSql, changes: readonly Record<string, unknown>[]) {
  const rows = changes.map((change) => prediction(change));
  await tx`select public.log_predictions(${tx.json(rows as never)})`;
}

async function due(tx: TransactionSql, limit = 100) {
  const [row] = await tx`select public.list_due_outcomes(${limit}) as due`;
  return row!.due as { bar_ts: string; label_spec: unknown; horizon_bars: number }[];
}

async function settle(tx: TransactionSql, outcomes: readonly object[]) {
  const [row] = await tx`select public.settle_outcomes(${tx.json(outcomes as never)}) as count`;
  return row!.count as number;
}

/** The outcome of the bar of an hour. */
function outcome(hours: number, changes: object = {}) {
  return {
    symbol: "EURUSD",
    timeframe: "1h",
    horizon_bars: 12,
    label_spec: RULE,
    bar_ts: at(hours),
    outcome: "BUY",
    long_return: 0.01,
    short_return: -0.01,
    settled_at: at(hours + 5),
    ...changes,
  };
}

describe("list_due_outcomes", () => {
  test("names each bar once, however many predictions it has, with its model's rule", async () => {
    await withBars(30, async (tx) => {
      await log(tx, [{ bar_ts: at(3) }, { bar_ts: at(3) }, { bar_ts: at(1) }]);
      expect(await due(tx)).toEqual([
        { symbol: "EURUSD", timeframe: "1h", horizon_bars: 12, label_spec: RULE, bar_ts: expect.anything() },
        { symbol: "EURUSD", timeframe: "1h", horizon_bars: 12, label_spec: RULE, bar_ts: expect.anything() },
      ]);
      expect((await due(tx)).map(({ bar_ts }) => Date.parse(bar_ts))).toEqual([
        FIRST + HOUR,
        FIRST + 3 * HOUR,
      ]);
      expect(await due(tx, 1)).toHaveLength(1);
    });
  });

  test("waits until all bars of the horizon are stored", async () => {
    await withBars(12, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      expect(await due(tx)).toEqual([]);
      await storeBars(tx, 12, 13);
      expect(await due(tx)).toHaveLength(1);
    });
  });

  test("of a fixed horizon waits for a bar from its end on, whatever was missed", async () => {
    const rule = { ...RULE, kind: "fixed_horizon" };
    await withBars(1, async (tx) => {
      await registerModel(tx, { model_version: "fixed", label_spec: rule });
      await log(tx, [{ model_version: "fixed", bar_ts: at(0) }]);
      expect(await due(tx)).toEqual([]);
      await storeBars(tx, 100, 101);
      expect(await due(tx)).toMatchObject([{ label_spec: rule }]);
    });
  });
});

describe("settle_outcomes", () => {
  test("writes to every prediction of the bar what its direction earned, once", async () => {
    await withBars(30, async (tx) => {
      const directions = ["BUY", "SELL", "HOLD"];
      await log(
        tx,
        directions.map((predicted_direction) => ({ bar_ts: at(0), predicted_direction })),
      );
      await log(tx, [{ bar_ts: at(1) }]);
      expect(await settle(tx, [outcome(0)])).toBe(3);
      expect(await settle(tx, [outcome(0, { outcome: "SELL" })])).toBe(0);
      const rows = await tx`
        select predicted_direction, actual_outcome, actual_return, actual_profit_loss::float8 as earned
        from public.ml_predictions where actual_outcome is not null order by actual_profit_loss`;
      expect([...rows]).toEqual([
        { predicted_direction: "SELL", actual_outcome: "BUY", actual_return: 0.01, earned: -0.01 },
        { predicted_direction: "HOLD", actual_outcome: "BUY", actual_return: 0.01, earned: 0 },
        { predicted_direction: "BUY", actual_outcome: "BUY", actual_return: 0.01, earned: 0.01 },
      ]);
      expect(await due(tx)).toHaveLength(1);
    });
  });

  test("leaves predictions under another rule alone", async () => {
    await withBars(30, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      expect(await settle(tx, [outcome(0, { label_spec: { ...RULE, barrier_multiple: 2 } })])).toBe(0);
    });
  });

  test("of none there will ever be ends the waiting", async () => {
    await withBars(30, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      const never = { outcome: null, long_return: null, short_return: null, settled_at: null };
      expect(await settle(tx, [outcome(0, never)])).toBe(1);
      expect(await due(tx)).toEqual([]);
    });
  });
});

describe("a canary test", () => {
  const NEWER = "2100-01-01T00:00:00Z";

  /** m1 active, m2 its canary, and both models' predictions of four hours, two of them settled. */
  function withTest<T>(body: (tx: TransactionSql, id: number) => Promise<T>): Promise<T> {
    return withBars(30, async (tx) => {
      await registerModel(tx, { model_version: "m2", label_spec: RULE });
      await tx`select public.promote_model('m1', ${tx.json(SYSTEM)})`;
      await tx`select public.set_canary('m2', 10, ${tx.json(SYSTEM)})`;
      for (const hour of [0, 1, 2, 3]) {
        const bar = { bar_ts: at(hour), prediction_timestamp: NEWER };
        await log(tx, [
          bar,
          { ...bar, model_version: "m2", prediction_type: "SHADOW", probabilities: [0.1, 0.2, 0.7] },
        ]);
      }
      await settle(tx, [outcome(0), outcome(1)]);
      const [test] = await tx`select id::int from public.ml_canary_tests`;
      return body(tx, test!.id);
    });
  }

  async function pairs(tx: TransactionSql, id: number, maxBars = 100) {
    const [row] = await tx`select public.read_canary_pairs(${id}, ${maxBars}) as pairs`;
    return row!.pairs as { bar_ts: string; champion: number[]; canary: number[]; outcome: string }[];
  }

  async function save(tx: TransactionSql, id: number, before: string | null, decision: string | null = null) {
    const test = {
      id,
      observations: 2,
      state: { a: 1 },
      log_e_better: 0.5,
      log_e_worse: -0.5,
      processed_bar_ts: at(1),
    };
    const [row] = await tx`
      select public.save_canary_test(${tx.json(test)}, ${before}::text::timestamptz, ${decision}, ${tx.json(SYSTEM)}) as moved`;
    return row!.moved as boolean;
  }

  test("sees bars that both models predicted and that are settled, each once", async () => {
    await withTest(async (tx, id) => {
      await log(tx, [
        { bar_ts: at(0), prediction_timestamp: "2100-01-02T00:00:00Z", probabilities: [0.9, 0.05, 0.05] },
      ]);
      expect(await pairs(tx, id)).toMatchObject([
        { champion: [0.2, 0.3, 0.5], canary: [0.1, 0.2, 0.7], outcome: "BUY" },
        { outcome: "BUY" },
      ]);
      expect(await pairs(tx, id, 1)).toHaveLength(1);
    });
  });

  test("does not see predictions from before it, nor those on values that a caller put in", async () => {
    await withTest(async (tx, id) => {
      const bar = { bar_ts: at(4), model_version: "m1" };
      await log(tx, [
        { ...bar, prediction_timestamp: "2024-01-01T00:00:00Z" },
        { ...bar, prediction_timestamp: NEWER, features_given: true },
        { ...bar, model_version: "m2", prediction_timestamp: NEWER },
      ]);
      await settle(tx, [outcome(4)]);
      expect(await pairs(tx, id)).toHaveLength(2);
    });
  });

  test("moves on by compare-and-set", async () => {
    await withTest(async (tx, id) => {
      expect(await save(tx, id, at(0))).toBe(false);
      expect(await save(tx, id, null)).toBe(true);
      expect(await save(tx, id, null)).toBe(false);
      expect(await pairs(tx, id)).toEqual([]);
      await settle(tx, [outcome(2)]);
      expect(await pairs(tx, id)).toHaveLength(1);
    });
  });

  test.each([
    ["promote", "promoted", { m1: "retired", m2: "active" }, "promote"],
    ["rollback", "rolled_back", { m1: "active", m2: "retired" }, "canary_rollback"],
  ])("that decides %s does it in the same transaction, once", async (decision, end, states, act) => {
    await withTest(async (tx, id) => {
      expect(await save(tx, id, null, decision)).toBe(true);
      const models = await tx`select model_version, model_status from public.ml_models`;
      expect(Object.fromEntries(models.map((row) => [row.model_version, row.model_status]))).toEqual(states);
      expect([...(await tx`select outcome, observations from public.ml_canary_tests`)]).toEqual([
        { outcome: end, observations: 2 },
      ]);
      const [newest] = await tx`select act, actor from public.ml_serving_log order by id desc limit 1`;
      expect(newest).toEqual({ act, actor: "test" });
      expect(await save(tx, id, at(1), decision)).toBe(false);
    });
  });

  test("is refused between models of different rules", async () => {
    const start = withBars(1, async (tx) => {
      await registerModel(tx, { model_version: "m2", label_spec: { ...RULE, barrier_multiple: 2 } });
      await tx`select public.promote_model('m1', ${tx.json(SYSTEM)})`;
      await tx`select public.set_canary('m2', 10, ${tx.json(SYSTEM)})`;
    });
    await expect(start).rejects.toMatchObject({ code: "EW409" });
  });
});

describe("counts of a model", () => {
  const NOTHING = Array(13).fill(0);
  const minute = (changes: object = {}) => ({
    model_version: "m1",
    minute: at(0),
    answered: 4,
    cache_hits: 3,
    errors: 1,
    latency_ms_sum: 80,
    latency_ms_max: 60,
    latency_counts: [0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    ...changes,
  });
  const add = (tx: TransactionSql, rows: readonly object[]) =>
    tx`select public.add_model_metrics(${tx.json(rows as never)})`;

  test("add up, and give percentiles", async () => {
    await withBars(1, async (tx) => {
      await add(tx, [minute(), minute({ minute: at(1) })]);
      await add(tx, [minute({ latency_ms_max: 55 })]);
      const [sum] = await tx`select * from public.get_model_metrics(null, ${at(0)}, ${at(2)})`;
      expect(sum).toEqual({
        model_version: "m1",
        answered: "12",
        cache_hits: "9",
        errors: "3",
        mean_latency_ms: 20,
        p50_latency_ms: 2,
        p95_latency_ms: 60,
        p99_latency_ms: 60,
        max_latency_ms: 60,
      });
      expect(await tx`select * from public.get_model_metrics('m1', ${at(2)}, ${at(3)})`).toHaveLength(0);
    });
  });

  test("of a model that only failed have no latency", async () => {
    await withBars(1, async (tx) => {
      const failed = {
        answered: 0,
        cache_hits: 0,
        latency_ms_sum: 0,
        latency_ms_max: 0,
        latency_counts: NOTHING,
      };
      await add(tx, [minute(failed)]);
      const [sum] =
        await tx`select errors::int, mean_latency_ms from public.get_model_metrics(null, ${at(0)}, ${at(2)})`;
      expect(sum).toEqual({ errors: 1, mean_latency_ms: null });
    });
  });

  test.each([
    ["an unknown model", { model_version: "m9" }, "23503"],
    ["more hits than answers", { cache_hits: 5 }, "23514"],
    ["too few classes of latency", { latency_counts: [4] }, "23514"],
  ])("refuse %s", async (_, changes, code) => {
    await expect(withBars(1, (tx) => add(tx, [minute(changes)]))).rejects.toMatchObject({ code });
  });
});
