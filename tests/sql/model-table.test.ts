import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { promoteModel, registerModel } from "./market.ts";

const database = new MigratedDatabase();

describe("the database itself", () => {
  test("accepts one active model a scope, whatever path it comes by", async () => {
    const two = database.asService(async (tx) => {
      await registerModel(tx);
      await registerModel(tx, { model_version: "m2" });
      await tx`update public.ml_models set model_status = 'active'`;
    });
    await expect(two).rejects.toMatchObject({ code: "23505" });
  });

  test.each(["active", "canary"])("lets no model be %s that failed its gate", async (status) => {
    const update = database.asService(async (tx) => {
      await registerModel(tx, { gate: { passed: false } });
      await tx`update public.ml_models set model_status = ${status}`;
    });
    await expect(update).rejects.toMatchObject({ code: "23514" });
  });

  test("logs each change of the active model, and nothing else", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await tx`update public.ml_models set metadata = '{"note": "seen"}'`;
      await promoteModel(tx, "m1");
      await registerModel(tx, { model_version: "m2" });
      await promoteModel(tx, "m2");
      const log = await tx`
        select model_version, status from public.ml_generation_logs where generation_strategy = 'MODEL_UPDATE'
        order by model_version, status`;
      expect([...log]).toEqual([
        { model_version: "m1", status: "ACTIVE" },
        { model_version: "m1", status: "INACTIVE" },
        { model_version: "m2", status: "ACTIVE" },
      ]);
    });
  });

  test("logs a model that is inserted active", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await tx`
        insert into public.ml_models (
          model_version, model_status, family, universe, timeframe, horizon_bars, feature_set_version, file_path,
          onnx_sha256, size_bytes, gate
        )
        select
          'm2', 'active', family, universe, timeframe, horizon_bars, feature_set_version, file_path, onnx_sha256,
          size_bytes, gate
        from public.ml_models`;
      const log =
        await tx`select model_version from public.ml_generation_logs where generation_strategy = 'MODEL_UPDATE'`;
      expect([...log]).toEqual([{ model_version: "m2" }]);
    });
  });

  test("stamps updates", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await tx`update public.ml_models set updated_at = '2000-01-01', metadata = '{"note": "seen"}'`;
      expect(await tx`select updated_at = now() as stamped from public.ml_models`).toEqual([
        { stamped: true },
      ]);
    });
  });

  test.each(["ml_serving_log", "ml_trials"])("keeps %s append-only, for its owner too", async (table) => {
    for (const change of [
      `update public.${table} set timeframe = '1m'`,
      `delete from public.${table}`,
      `truncate public.${table} cascade`,
    ]) {
      const attempt = database.rolledBack(async (tx) => {
        await registerModel(tx);
        await promoteModel(tx, "m1");
        await tx.unsafe(change);
      });
      await expect(attempt, change).rejects.toMatchObject({ code: "EW409" });
    }
  });
});
