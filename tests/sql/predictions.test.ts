import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { OTHER_USER_ID, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { registerModel } from "./market.ts";
import { prediction } from "./prediction.ts";

const database = new MigratedDatabase();

/** Runs a body as the service with a model registered; nothing stays. */
function withModel<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.asService(async (tx) => {
    await registerModel(tx);
    return body(tx);
  });
}

async function log(tx: TransactionSql, predictions: readonly object[]) {
  const [row] = await tx`select public.log_predictions(${tx.json(predictions as never)}) as logged`;
  return row!.logged as number;
}

describe("log_predictions", () => {
  test("stores a batch with its inputs", async () => {
    await withModel(async (tx) => {
      expect(
        await log(
          tx,
          Array.from({ length: 1000 }, () => prediction()),
        ),
      ).toBe(1000);
      const [row] =
        await tx`select count(distinct id)::int as stored, max(prediction_type) as type from public.ml_predictions`;
      expect(row).toEqual({ stored: 1000, type: "SIGNAL" });
      const [{ input_features, probabilities } = {}] = await tx`select * from public.ml_predictions limit 1`;
      expect({ input_features, probabilities }).toEqual({
        input_features: { rsi_14: 45.20000076293945, gap: null },
        probabilities: [0.2, 0.3, 0.5],
      });
    });
  });

  test("of a batch sent again stores nothing twice", async () => {
    const id = "55555555-5555-4555-8555-555555555555";
    await withModel(async (tx) => {
      expect(await log(tx, [prediction({ id })])).toBe(1);
      expect(await log(tx, [prediction({ id }), prediction()])).toBe(1);
    });
  });

  test("of nothing stores nothing", async () => {
    expect(await withModel((tx) => log(tx, []))).toBe(0);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["of an unknown model", { model_version: "m9" }, "23503"],
    ["of an unknown symbol", { symbol: "NOPE" }, "23503"],
    ["of a direction beside the three", { predicted_direction: "PROFIT" }, "23514"],
    ["without a direction", { predicted_direction: undefined }, "23502"],
    ["without inputs", { input_features: undefined }, "23502"],
    ["of two probabilities", { probabilities: [0.5, 0.5] }, "23514"],
    ["of probabilities that do not add up", { probabilities: [0.5, 0.5, 0.5] }, "23514"],
    ["of a negative probability", { probabilities: [-0.2, 0.7, 0.5] }, "23514"],
    ["of a confidence of 70", { confidence_score: 70 }, "23514"],
    ["with two owners", { user_id: USER_ID, api_key_id: OTHER_USER_ID }, "23514"],
    ["of a user that does not exist", { user_id: USER_ID }, "23503"],
  ])("%s is refused with its whole batch", async (_, changes, code) => {
    await expect(withModel((tx) => log(tx, [prediction(), prediction(changes)]))).rejects.toMatchObject({
      code,
    });
  });
});

test("an outcome comes with its time", async () => {
  const update = withModel(async (tx) => {
    await log(tx, [prediction()]);
    await tx`update public.ml_predictions set actual_outcome = 'BUY'`;
  });
  await expect(update).rejects.toMatchObject({ code: "23514" });
});

describe("find_prediction", () => {
  test("has all inputs in the model's order, float32 to the bit", async () => {
    await withModel(async (tx) => {
      const id = "66666666-6666-4666-8666-666666666666";
      const window = [0.1, null, -3.4e38, 1e-45].map((value) => value && Math.fround(value));
      await log(tx, [prediction({ id, runtime: "evaluator", input_window: window })]);
      const [row] = await tx`select public.find_prediction(${id}) as found`;
      const found = row!.found as { input_window: (number | null)[]; runtime: string };
      expect(found.runtime).toBe("evaluator");
      expect(found.input_window.map((value) => value && Math.fround(value))).toEqual(window);
    });
  });

  test("of an unknown id is null", async () => {
    const [row] = await withModel((tx) => tx`select public.find_prediction(gen_random_uuid()) as found`);
    expect(row!.found).toBeNull();
  });
});
