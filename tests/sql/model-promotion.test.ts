import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { promoteModel, registerModel, SYSTEM } from "./market.ts";

const database = new MigratedDatabase();

async function statuses(tx: TransactionSql): Promise<Record<string, string>> {
  const rows = await tx`select model_version, model_status from public.ml_models order by model_version`;
  return Object.fromEntries(rows.map((row) => [row.model_version, row.model_status]));
}

async function rollBackScope(tx: TransactionSql, universe = "EURUSD") {
  const [row] = await tx`select public.rollback_model(${universe}, '1h', 12, ${tx.json(SYSTEM)}) as model`;
  return (row!.model as { model_version: string }).model_version;
}

describe("promote_model", () => {
  test("activates a model and retires the one before", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await registerModel(tx, { model_version: "m2" });
      await promoteModel(tx, "m1");
      expect(await promoteModel(tx, "m2")).toMatchObject({ model_version: "m2", is_active: true });
      expect(await statuses(tx)).toEqual({ m1: "retired", m2: "active" });
    });
  });

  test("leaves models of other scopes alone", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await registerModel(tx, { model_version: "m2", horizon_bars: 24 });
      await promoteModel(tx, "m1");
      await promoteModel(tx, "m2");
      expect(await statuses(tx)).toEqual({ m1: "active", m2: "active" });
    });
  });

  test("of the active model changes and logs nothing", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await promoteModel(tx, "m1");
      await promoteModel(tx, "m1");
      expect(await tx`select from public.ml_serving_log`).toHaveLength(1);
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a candidate that failed its gate", { gate: { passed: false } }, "EW412"],
    ["a rejected model", { model_status: "rejected", gate: { passed: true } }, "EW409"],
  ])("refuses %s", async (_, changes, code) => {
    const promotion = database.asService(async (tx) => {
      await registerModel(tx, changes);
      await promoteModel(tx, "m1");
    });
    await expect(promotion).rejects.toMatchObject({ code });
  });

  test("refuses an unknown model", async () => {
    await expect(database.asService((tx) => promoteModel(tx, "m9"))).rejects.toMatchObject({ code: "EW404" });
  });

  test("wants to know who did it", async () => {
    const anonymous = database.asService(async (tx) => {
      await registerModel(tx);
      await promoteModel(tx, "m1", {});
    });
    await expect(anonymous).rejects.toMatchObject({ code: "23502" });
  });
});

describe("rollback_model", () => {
  test("goes back one promotion at a time, to the first and no further", async () => {
    await database.asService(async (tx) => {
      for (const model_version of ["m1", "m2", "m3"]) {
        await registerModel(tx, { model_version });
        await promoteModel(tx, model_version);
      }
      expect(await rollBackScope(tx)).toBe("m2");
      expect(await rollBackScope(tx)).toBe("m1");
      expect(await statuses(tx)).toEqual({ m1: "active", m2: "retired", m3: "retired" });
      await expect(rollBackScope(tx)).rejects.toMatchObject({ code: "EW409" });
    });
  });

  test("of a model promoted twice goes through its whole history", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx, { model_version: "m1" });
      await registerModel(tx, { model_version: "m2" });
      for (const version of ["m1", "m2", "m1"]) await promoteModel(tx, version);
      expect([await rollBackScope(tx), await rollBackScope(tx)]).toEqual(["m2", "m1"]);
    });
  });

  test("refuses an unknown universe", async () => {
    await expect(database.asService((tx) => rollBackScope(tx, "nowhere"))).rejects.toMatchObject({
      code: "EW404",
    });
  });
});
