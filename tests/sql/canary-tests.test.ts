import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel, SYSTEM } from "./market.ts";
import { at, log, outcome, RULE, settle, withBars } from "./settled-bars.ts";

const database = new MigratedDatabase();

describe("a canary test", () => {
  const NEWER = "2100-01-01T00:00:00Z";

  /** m1 active, m2 its canary, and both models' predictions of four hours, two of them settled. */
  function withTest<T>(body: (tx: TransactionSql, id: number) => Promise<T>): Promise<T> {
    return withBars(database, 30, async (tx) => {
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
    const start = withBars(database, 1, async (tx) => {
      await registerModel(tx, { model_version: "m2", label_spec: { ...RULE, barrier_multiple: 2 } });
      await tx`select public.promote_model('m1', ${tx.json(SYSTEM)})`;
      await tx`select public.set_canary('m2', 10, ${tx.json(SYSTEM)})`;
    });
    await expect(start).rejects.toMatchObject({ code: "EW409" });
  });
});
