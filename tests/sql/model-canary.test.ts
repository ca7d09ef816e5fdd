import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { promoteModel, registerModel, SYSTEM, storeInstrument } from "./market.ts";

const database = new MigratedDatabase();
const OPERATOR = { kind: "operator", id: USER_ID, request_id: "r1" };

/** Runs a body as the service with m1 active and m2 and m3 candidates; nothing stays. */
function withModels<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.asService(async (tx) => {
    for (const model_version of ["m1", "m2", "m3"]) await registerModel(tx, { model_version });
    await promoteModel(tx, "m1");
    return body(tx);
  });
}

async function setCanary(tx: TransactionSql, version: string, percent: number | null = 10) {
  const [row] = await tx`select public.set_canary(${version}, ${percent}, ${tx.json(OPERATOR)}) as model`;
  return row!.model as Record<string, unknown>;
}

async function stopCanary(tx: TransactionSql, version: string) {
  const [row] = await tx`select public.stop_canary(${version}, ${tx.json(OPERATOR)}) as model`;
  return row!.model as Record<string, unknown>;
}

const testOutcomes = async (tx: TransactionSql) =>
  (await tx`select outcome from public.ml_canary_tests order by id`).map(({ outcome }) => outcome);

describe("set_canary", () => {
  test("starts a canary with its test, changes its share, and logs each change once", async () => {
    await withModels(async (tx) => {
      expect(await setCanary(tx, "m2")).toMatchObject({ model_status: "canary", canary_percent: 10 });
      await setCanary(tx, "m2", 25);
      await setCanary(tx, "m2", 25);
      const acts = await tx`
        select act, model_version, canary_model_version, canary_percent from public.ml_serving_log order by id`;
      expect([...acts]).toEqual([
        { act: "promote", model_version: "m1", canary_model_version: null, canary_percent: null },
        { act: "canary_start", model_version: "m1", canary_model_version: "m2", canary_percent: 10 },
        { act: "canary_percent", model_version: "m1", canary_model_version: "m2", canary_percent: 25 },
      ]);
      expect([
        ...(await tx`select champion_version, canary_version, outcome from public.ml_canary_tests`),
      ]).toEqual([{ champion_version: "m1", canary_version: "m2", outcome: null }]);
    });
  });

  test.each<[string, string, number | null, string]>([
    ["a second canary of the scope", "m3", 10, "EW409"],
    ["the active model", "m1", 10, "EW409"],
    ["an unknown model", "m9", 10, "EW404"],
    ["a share above 100", "m3", 101, "EW400"],
    ["a share below 0", "m3", -1, "EW400"],
    ["no share", "m3", null, "EW400"],
    ["a share that is no number", "m3", Number.NaN, "EW400"],
  ])("refuses %s", async (_, version, percent, code) => {
    const act = withModels(async (tx) => {
      await setCanary(tx, "m2");
      await setCanary(tx, version, percent);
    });
    await expect(act).rejects.toMatchObject({ code });
  });

  test("refuses a model that has not passed its gate", async () => {
    const act = withModels(async (tx) => {
      await registerModel(tx, { model_version: "weak", gate: { passed: false } });
      await setCanary(tx, "weak");
    });
    await expect(act).rejects.toMatchObject({ code: "EW412" });
  });

  test("refuses a scope that nothing serves", async () => {
    const act = withModels(async (tx) => {
      await registerModel(tx, { model_version: "alone", horizon_bars: 24 });
      await setCanary(tx, "alone");
    });
    await expect(act).rejects.toMatchObject({ code: "EW409" });
  });

  test("refuses a model that reads other features than the active one", async () => {
    const act = withModels(async (tx) => {
      await tx`select public.register_feature_set('f2', '{"features": []}')`;
      await registerModel(tx, { model_version: "stranger", feature_set_version: "f2" });
      await setCanary(tx, "stranger");
    });
    await expect(act).rejects.toMatchObject({ code: "EW409" });
  });
});

describe("a canary ends", () => {
  test("when it is stopped, as a candidate", async () => {
    await withModels(async (tx) => {
      await setCanary(tx, "m2");
      expect(await stopCanary(tx, "m2")).toMatchObject({ model_status: "candidate", canary_percent: null });
      expect(await testOutcomes(tx)).toEqual(["stopped"]);
      await expect(stopCanary(tx, "m2")).rejects.toMatchObject({ code: "EW409" });
    });
  });

  test.each([
    ["when it is promoted", "m2", "promoted", "active"],
    ["when another model is promoted", "m3", "stopped", "candidate"],
  ])("%s", async (_, promoted, outcome, state) => {
    await withModels(async (tx) => {
      await setCanary(tx, "m2");
      await promoteModel(tx, promoted);
      expect(await testOutcomes(tx)).toEqual([outcome]);
      const [canary] = await tx`select model_status from public.ml_models where model_version = 'm2'`;
      expect(canary).toEqual({ model_status: state });
      const [newest] =
        await tx`select canary_model_version from public.ml_serving_log order by id desc limit 1`;
      expect(newest).toEqual({ canary_model_version: null });
    });
  });

  test("when its scope is rolled back, even to itself", async () => {
    await withModels(async (tx) => {
      await promoteModel(tx, "m2");
      await setCanary(tx, "m1");
      await tx`select public.rollback_model('EURUSD', '1h', 12, ${tx.json(SYSTEM)})`;
      const models = await tx`select model_version, model_status from public.ml_models order by 1`;
      expect(models.map(({ model_status }) => model_status)).toEqual(["active", "retired", "candidate"]);
    });
  });
});

describe("get_serving", () => {
  const serving = async (tx: TransactionSql, at: string, symbol = "EURUSD") => {
    const [row] =
      await tx`select public.get_serving(${symbol}, '1h', null, ${at}::text::timestamptz) as span`;
    return row!.span as Record<string, unknown> | null;
  };

  test("answers for every moment of a scope's history", async () => {
    await withModels(async (tx) => {
      await setCanary(tx, "m2", 40);
      await promoteModel(tx, "m2");
      const log =
        await tx`select at::text, model_version, canary_model_version from public.ml_serving_log order by id`;
      const spans = await Promise.all(log.map(({ at }) => serving(tx, at)));
      expect(
        spans.map((span) => [span?.model_version, span?.canary_model_version, span?.canary_percent]),
      ).toEqual([
        ["m1", null, null],
        ["m1", "m2", 40],
        ["m2", null, null],
      ]);
      const at = (text: unknown) => Date.parse(text as string);
      expect(spans.map((span) => at(span?.until))).toEqual([at(log[1]!.at), at(log[2]!.at), Number.NaN]);
      expect(await serving(tx, "2020-01-01T00:00:00Z")).toBeNull();
      expect(await serving(tx, "2100-01-01T00:00:00Z", "GBPUSD")).toBeNull();
    });
  });

  test("prefers the narrowest universe that served then", async () => {
    await withModels(async (tx) => {
      await storeInstrument(tx, { symbol: "GBPUSD" });
      await registerModel(tx, { model_version: "wide", universe: "majors", symbols: ["EURUSD", "GBPUSD"] });
      await promoteModel(tx, "wide");
      expect(await serving(tx, "2100-01-01T00:00:00Z")).toMatchObject({ model_version: "m1" });
      expect(await serving(tx, "2100-01-01T00:00:00Z", "GBPUSD")).toMatchObject({ model_version: "wide" });
    });
  });
});

describe("a judged model", () => {
  test.each([
    ["candidate", "retired"],
    ["candidate", "rejected"],
    ["rejected", "candidate"],
    ["rejected", "active"],
    ["candidate", "training"],
  ])("that is %s does not become %s, whoever writes", async (from, to) => {
    const change = database.rolledBack(async (tx) => {
      await registerModel(tx, { model_status: from });
      await tx`update public.ml_models set model_status = ${to}`;
    });
    await expect(change).rejects.toMatchObject({ code: "EW409" });
  });

  test.each([
    "gate = null",
    `gate = '{"passed": true}'`,
    "onnx_sha256 = repeat('1', 64)",
    "horizon_bars = 24",
  ])("keeps its verdict, file and scope: %s", async (change) => {
    const rewrite = database.rolledBack(async (tx) => {
      await registerModel(tx, { model_status: "rejected", gate: { passed: false, reasons: [{}] } });
      await tx.unsafe(`update public.ml_models set ${change}`);
    });
    await expect(rewrite).rejects.toMatchObject({ code: "EW409" });
  });

  test("is a canary only with a share, and no share without being one", async () => {
    for (const change of ["model_status = 'canary'", "canary_percent = 10"]) {
      const write = database.rolledBack(async (tx) => {
        await registerModel(tx);
        await tx.unsafe(`update public.ml_models set ${change}`);
      });
      await expect(write).rejects.toMatchObject({ code: "23514" });
    }
  });
});

test("every act is audited in its transaction, with what changed and by which request", async () => {
  await withModels(async (tx) => {
    await setCanary(tx, "m2");
    await stopCanary(tx, "m2");
    const entries = await tx`
      select actor_kind, actor_id, action, subject_id, before, after, request_id from public.audit_log order by id`;
    expect([...entries]).toEqual([
      {
        actor_kind: "system",
        actor_id: "test",
        action: "model.promote",
        subject_id: "m1",
        before: { state: "candidate", active: null },
        after: { state: "active", active: "m1" },
        request_id: null,
      },
      {
        actor_kind: "operator",
        actor_id: USER_ID,
        action: "model.canary_start",
        subject_id: "m2",
        before: { state: "candidate", percent: null },
        after: { state: "canary", percent: 10 },
        request_id: "r1",
      },
      {
        actor_kind: "operator",
        actor_id: USER_ID,
        action: "model.canary_stop",
        subject_id: "m2",
        before: { state: "canary", percent: 10 },
        after: { state: "candidate", percent: null },
        request_id: "r1",
      },
    ]);
    const [page] = await tx`select public.list_audit('model', 'm2', null, null, 1) as entries`;
    expect(page!.entries).toMatchObject([{ action: "model.canary_stop" }]);
  });
});
