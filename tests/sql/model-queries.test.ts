import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { promoteModel, registerModel, storeInstrument } from "./market.ts";

const database = new MigratedDatabase();

describe("find_model", () => {
  async function find(
    tx: TransactionSql,
    symbol: string,
    horizon: number | null = 12,
    version: string | null = null,
  ) {
    const [row] = await tx`select public.find_model(${symbol}, '1h', ${horizon}, ${version}) as model`;
    return (row!.model as { model_version: string } | null)?.model_version;
  }

  test("prefers the narrowest universe that has an active model", async () => {
    await database.asService(async (tx) => {
      for (const symbol of ["GBPUSD", "USDJPY"]) await storeInstrument(tx, { symbol });
      await registerModel(tx, { model_version: "wide", universe: "majors", symbols: ["EURUSD", "GBPUSD"] });
      await registerModel(tx, { model_version: "own" });
      await promoteModel(tx, "wide");
      expect(await find(tx, "EURUSD")).toBe("wide");
      await promoteModel(tx, "own");
      expect(await find(tx, "EURUSD")).toBe("own");
      expect(await find(tx, "GBPUSD")).toBe("wide");
      expect(await find(tx, "USDJPY")).toBeUndefined();
    });
  });

  test("takes the shortest horizon when none is asked for", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx, { model_version: "far", horizon_bars: 24 });
      await registerModel(tx, { model_version: "near" });
      await promoteModel(tx, "far");
      await promoteModel(tx, "near");
      expect(await find(tx, "EURUSD", null)).toBe("near");
      expect(await find(tx, "EURUSD", 24)).toBe("far");
    });
  });

  test("finds a named model in any state, for a symbol that it knows", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx, { model_status: "rejected", gate: { passed: false } });
      expect(await find(tx, "EURUSD")).toBeUndefined();
      expect(await find(tx, "EURUSD", null, "m1")).toBe("m1");
      expect(await find(tx, "GBPUSD", null, "m1")).toBeUndefined();
    });
  });
});

describe("list_models", () => {
  test("pages from the newest to the oldest", async () => {
    await database.asService(async (tx) => {
      for (let day = 1; day <= 5; day++) {
        await registerModel(tx, { model_version: `m${day}` });
        await tx`update public.ml_models set created_at = ${`2026-01-0${day}`} where model_version = ${`m${day}`}`;
      }
      const seen: string[] = [];
      for (let before: string | null = null; ; ) {
        const [row] =
          await tx`select public.list_models(p_universe => 'EURUSD', p_limit => 2, p_before => ${before}) as page`;
        const page = row!.page as { model_version: string; created_at: string }[];
        seen.push(...page.map(({ model_version }) => model_version));
        if (page.length < 2) break;
        before = page.at(-1)!.created_at;
      }
      expect(seen).toEqual(["m5", "m4", "m3", "m2", "m1"]);
    });
  });

  test("filters by status", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await registerModel(tx, { model_version: "m2", model_status: "rejected", gate: { passed: false } });
      const [row] =
        await tx`select public.list_models(p_status => 'rejected') as page, public.get_model('m1') as model, public.get_model('m9') as none`;
      expect(row).toMatchObject({
        page: [{ model_version: "m2" }],
        model: { model_version: "m1" },
        none: null,
      });
    });
  });
});

describe("get_model_performance_metrics", () => {
  test("gives the trainings of the last days, of one model or of all", async () => {
    await database.asService(async (tx) => {
      await registerModel(tx);
      await registerModel(tx, { model_version: "m2" });
      await tx`insert into public.ml_model_performance (model_version, training_date, training_samples_count, validation_samples_count, accuracy)
        values ('m1', now() - interval '40 days', 1, 1, 0.5)`;
      const versions = async (call: string) =>
        (await tx.unsafe(`select model_version from public.get_model_performance_metrics(${call})`))
          .map((row) => row.model_version)
          .sort();
      expect(await versions("")).toEqual(["m1", "m2"]);
      expect(await versions("'m1'")).toEqual(["m1"]);
      expect(await versions("null, 60")).toEqual(["m1", "m1", "m2"]);
    });
  });
});
