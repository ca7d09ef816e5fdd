import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel, storeInstrument } from "./market.ts";
import { optimiseWeights } from "./weights.ts";

const database = new MigratedDatabase();

describe("register_model", () => {
  test("answers the model as stored, with its windows and symbols", async () => {
    await database.asService(async (tx) => {
      expect(await registerModel(tx)).toMatchObject({
        model_version: "m1",
        model_type: "gradient-boosting",
        is_active: false,
        symbols: ["EURUSD"],
        holdout_window: { from: "2022-01-02T00:00:00+00:00", to: "2022-06-01T00:00:00+00:00" },
        sharpe_ratio: 12.5,
        profit_factor: 1200,
      });
    });
  });

  test("keeps the figures of the training and counts the trial", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx, { sortino_ratio: 14, best_epoch: 80, params: { rounds: 100 }, seed: 7 });
      expect(
        await tx`select model_version, accuracy, sortino_ratio, best_epoch from public.ml_model_performance`,
      ).toEqual([{ model_version: "m1", accuracy: 0.42, sortino_ratio: 14, best_epoch: 80 }]);
      expect(await tx`select model_version, params, seed::int, log_loss from public.ml_trials`).toEqual([
        { model_version: "m1", params: { rounds: 100 }, seed: 7, log_loss: 1.05 },
      ]);
    });
  });

  test("records the weights of indicators, and what moved since the scope's training before it", async () => {
    await database.asService(async (tx) => {
      const first = await registerModel(tx, { model_version: "first" });
      const [row] = await tx`
        select jsonb_object_agg(indicator_name, current_weight) as weights from public.ml_indicator_weights`;
      expect(first.indicator_weights).toEqual({
        previous_weights: null,
        new_weights: row!.weights,
        weight_changes: null,
      });
      await tx`update public.ml_indicator_weights set current_weight = 0.7 where indicator_name = 'rsi'`;
      await optimiseWeights(tx, [
        { indicator_name: "adx", weight: 1.3 },
        { indicator_name: "sma", weight: 0.8 },
      ]);
      const moved = { ...row!.weights, rsi: 0.7, adx: 1.3 };
      const second = {
        previous_weights: row!.weights,
        new_weights: moved,
        weight_changes: { rsi: -0.4, adx: 0.1 },
      };
      expect((await registerModel(tx, { model_version: "second" })).indicator_weights).toEqual(second);
      const elsewhere = await registerModel(tx, { model_version: "longer", horizon_bars: 24 });
      expect(elsewhere.indicator_weights).toEqual({
        previous_weights: null,
        new_weights: moved,
        weight_changes: null,
      });
      const [read] = await tx`select public.get_model('second') -> 'indicator_weights' as weights`;
      expect(read!.weights).toEqual(second);
      const [stored] = await tx`
        select previous_weights, new_weights, weight_changes from public.ml_model_performance
        where model_version = 'second'`;
      expect(stored).toEqual(second);
    });
  });

  test("where no weight moved there are no changes", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      const { indicator_weights } = await registerModel(tx, { model_version: "m2" });
      expect(indicator_weights).toMatchObject({ weight_changes: {} });
    });
  });

  test.each(["previous_weights", "new_weights", "weight_changes"])(
    "%s are an object by indicator, or nothing",
    async (column) => {
      await expect(
        database.asService(async (tx) => {
          await registerModel(tx);
          await tx`
            insert into public.ml_model_performance ${tx({
              model_version: "m1",
              training_samples_count: 1,
              validation_samples_count: 1,
              accuracy: 0.5,
              [column]: tx.json([1]),
            })}`;
        }),
      ).rejects.toMatchObject({ code: "23514", constraint_name: "ml_model_performance_weights_form" });
    },
  );

  test("closes the log row that its training opened", async () => {
    const batch = "44444444-4444-4444-8444-444444444444";
    await database.asService(async (tx) => {
      await tx`
        insert into public.ml_generation_logs (batch_id, generation_strategy, symbols_count, status)
        values (${batch}, 'SCHEDULED_TRAINING', 1, 'ACTIVE')`;
      await registerModel(tx, { batch_id: batch });
      expect(
        await tx`select generation_strategy, model_version, status, processing_time_seconds from public.ml_generation_logs`,
      ).toEqual([
        {
          generation_strategy: "SCHEDULED_TRAINING",
          model_version: "m1",
          status: "COMPLETED",
          processing_time_seconds: 30,
        },
      ]);
    });
  });

  test("takes one bar ahead where the outcome is told at a fixed time", async () => {
    await database.asService(async (tx) => {
      const label_spec = { kind: "fixed_horizon", barrier_multiple: 0.43, volatility_window: 100 };
      const model = await registerModel(tx, { horizon_bars: 1, label_spec });
      expect(model).toMatchObject({ horizon_bars: 1, label_spec });
      expect(await tx`select horizon_bars from public.ml_trials`).toEqual([{ horizon_bars: 1 }]);
    });
  });

  test("makes the universe of several symbols", async () => {
    await database.asService(async (tx) => {
      await storeInstrument(tx, { symbol: "GBPUSD" });
      const model = await registerModel(tx, { universe: "majors", symbols: ["EURUSD", "GBPUSD"] });
      expect(model.symbols).toEqual(["EURUSD", "GBPUSD"]);
    });
  });

  test("of the same file again changes nothing; another file under the version is refused", async () => {
    await database.asService(async (tx) => {
      const first = await registerModel(tx);
      expect(await registerModel(tx)).toEqual(first);
      expect(await tx`select from public.ml_model_performance`).toHaveLength(1);
      await expect(registerModel(tx, { onnx_sha256: "f".repeat(64) })).rejects.toMatchObject({
        code: "EW409",
      });
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["as active at once", { model_status: "active" }, "EW400"],
    ["without a status", { model_status: undefined }, "EW400"],
    ["for an unknown universe", { universe: "nowhere" }, "23503"],
    ["with unknown symbols", { universe: "two", symbols: ["NOPE"] }, "EW404"],
    ["with unknown features", { feature_set_version: "f2" }, "23503"],
    ["without a file", { file_path: undefined }, "23514"],
    ["without a gate", { gate: undefined }, "23514"],
    ["with a gate that does not say", { gate: { verdict: "good" } }, "23514"],
    ["with a hash that is none", { onnx_sha256: "abc" }, "23514"],
    ["for fewer than four bars ahead", { horizon_bars: 3 }, "23514"],
    [
      "for no bar ahead",
      { horizon_bars: 0, label_spec: { kind: "fixed_horizon", barrier_multiple: 1, volatility_window: 9 } },
      "23514",
    ],
    ["for an unknown timeframe", { timeframe: "2h" }, "23514"],
    ["judged on what it learned from", { holdout_window: { from: "2021-12-31", to: "2022-06-01" } }, "23514"],
    ["with an accuracy of 42", { accuracy: 42 }, "23514"],
    ["without an accuracy", { accuracy: undefined }, "23502"],
    ["with a negative drawdown", { max_drawdown: -0.1 }, "23514"],
    ["under a version that is no name", { model_version: "../m1" }, "23514"],
  ])("%s is refused", async (_, changes, code) => {
    await expect(database.asService((tx) => registerModel(tx, changes))).rejects.toMatchObject({ code });
  });
});
