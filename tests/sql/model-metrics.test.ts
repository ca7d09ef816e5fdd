import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { at, withBars } from "./settled-bars.ts";

const database = new MigratedDatabase();

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
    await withBars(database, 1, async (tx) => {
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
    await withBars(database, 1, async (tx) => {
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
    await expect(withBars(database, 1, (tx) => add(tx, [minute(changes)]))).rejects.toMatchObject({ code });
  });
});
