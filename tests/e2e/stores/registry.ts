import { beforeAll, expect, test } from "vitest";
import { createSupabaseModelRegistry } from "../../../shared/adapters/supabase/model-registry.ts";
import { createSupabaseModelStore } from "../../../shared/adapters/supabase/model-store.ts";
import type { ModelStore } from "../../../shared/ports/model-store.ts";
import { TEST_ACTOR, trainedModelOf } from "../../support/models.ts";
import { declareInstrument } from "../../support/project-data.ts";
import { clientOf } from "../../support/stack.ts";
import type { RunningStack } from "../../support/stack-process.ts";

const SYMBOL = "SYN-RULES";
const REFUSED = { passed: false, reasons: [{ code: "gain_not_proven", detail: "no gain" }], evidence: {} };
const SCOPE = { universe: SYMBOL, timeframe: "1h", horizonBars: 12 } as const;

/** Rules of the model registry, which are SQL, as the adapter tells them. */
export function describeRegistryRules(stackOf: () => RunningStack): void {
  let models: ModelStore;
  beforeAll(async () => {
    const client = clientOf(stackOf(), stackOf().keys.secret);
    await declareInstrument(client, SYMBOL);
    const { register } = createSupabaseModelRegistry(client);
    for (const version of ["rules-1", "rules-2"]) await register(trainedModelOf(SYMBOL, { version }));
    await register(trainedModelOf(SYMBOL, { version: "rules-weak", status: "rejected", gate: REFUSED }));
    models = createSupabaseModelStore(client);
  });
  const active = async () => (await models.findActive({ symbol: SYMBOL, timeframe: "1h" }))?.version;

  test("models take turns, and go back one promotion at a time", async () => {
    expect(await active()).toBeUndefined();
    for (const version of ["rules-1", "rules-2"]) {
      expect(await models.promote(version, TEST_ACTOR)).toMatchObject({ version, state: "active" });
    }
    expect(await active()).toBe("rules-2");
    expect(await models.get("rules-1")).toMatchObject({ state: "retired" });
    await models.promote("rules-2", TEST_ACTOR);
    expect(await models.rollback(SCOPE, TEST_ACTOR)).toMatchObject({ version: "rules-1", state: "active" });
    expect(await models.get("rules-2")).toMatchObject({ state: "retired" });
    await expect(models.rollback(SCOPE, TEST_ACTOR)).rejects.toMatchObject({ code: "conflict" });
    expect(await active()).toBe("rules-1");
  });

  test("a canary starts, changes its share and stops, and only a canary does", async () => {
    const canary = (percent: number) => models.setCanary("rules-2", percent, TEST_ACTOR);
    expect(await canary(10)).toMatchObject({ state: "canary", canaryPercent: 10 });
    expect(await canary(25)).toMatchObject({ state: "canary", canaryPercent: 25 });
    await expect(models.setCanary("rules-1", 5, TEST_ACTOR)).rejects.toMatchObject({ code: "conflict" });
    const stopped = await models.stopCanary("rules-2", TEST_ACTOR);
    expect(stopped).toMatchObject({ state: "candidate", canaryPercent: undefined });
    await expect(models.stopCanary("rules-2", TEST_ACTOR)).rejects.toMatchObject({ code: "conflict" });
  });

  test("what the gate refused, and what is not there, is refused", async () => {
    const refused = async (work: Promise<unknown>, code: string) =>
      expect(await work.catch((error) => error)).toMatchObject({ code });
    await refused(models.promote("rules-weak", TEST_ACTOR), "gate_not_passed");
    await refused(models.setCanary("rules-weak", 5, TEST_ACTOR), "gate_not_passed");
    await refused(models.promote("none", TEST_ACTOR), "not_found");
    await refused(models.setCanary("none", 5, TEST_ACTOR), "not_found");
    await refused(models.stopCanary("none", TEST_ACTOR), "not_found");
    await refused(models.rollback({ ...SCOPE, universe: "none" }, TEST_ACTOR), "not_found");
  });
}
