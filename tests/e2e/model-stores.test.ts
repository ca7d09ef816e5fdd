import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSupabaseInstrumentStore } from "../../shared/adapters/supabase/instrument-store.ts";
import { createSupabaseModelRegistry } from "../../shared/adapters/supabase/model-registry.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";
import type { Model, ModelStore } from "../../shared/ports/model-store.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { createMemoryInstrumentStore } from "../support/memory/instrument-store.ts";
import { createMemoryModelStore } from "../support/memory/model-store.ts";
import { modelOf, TEST_ACTOR, trainedModelOf } from "../support/models.ts";
import { declareInstrument } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";

const SYMBOLS = ["SYN-A", "SYN-B"];
const REFUSED = { passed: false, reasons: [{ code: "gain_not_proven", detail: "no gain" }], evidence: {} };

/** In the order in which they are registered. */
const MODELS: Model[] = [
  { version: "pair", universe: "pair", symbols: SYMBOLS },
  { version: "a-24", horizonBars: 24 },
  { version: "a-12" },
  { version: "a-12-next" },
  { version: "a-12-weak", state: "rejected" as const, gate: REFUSED },
].map((fields, day) =>
  modelOf({ universe: "SYN-A", ...fields, createdAt: `2026-01-0${day + 1}T00:00:00.000001+00:00` }),
);

let stack: Stack;
beforeAll(async () => {
  stack = await testStack({ project: { ...readProject(), functions: [] } });
  for (const symbol of SYMBOLS) await declareInstrument(clientOf(stack, stack.keys.secret), symbol);
});
afterAll(() => stack?.stop());

async function storedModels(): Promise<ModelStore> {
  const client = clientOf(stack, stack.keys.secret);
  const registry = createSupabaseModelRegistry(client);
  for (const { version, universe, symbols, horizonBars, labelSpec, gate, state } of MODELS) {
    const status = state === "rejected" ? "rejected" : "candidate";
    await registry.register(
      trainedModelOf(universe, { version, symbols, horizonBars, labelSpec, gate: gate!, status }),
    );
  }
  return createSupabaseModelStore(client);
}

describe.each<[string, () => Promise<ModelStore>]>([
  ["in memory", async () => createMemoryModelStore(MODELS)],
  ["in the database", storedModels],
])("models %s", (_, create) => {
  let models: ModelStore;
  beforeAll(async () => {
    models = await create();
  });
  const active = async (symbol: string, horizonBars?: number) =>
    (await models.findActive({ symbol, timeframe: "1h", ...(horizonBars !== undefined && { horizonBars }) }))
      ?.version;
  const listed = async (filter: Partial<Parameters<ModelStore["list"]>[0]>) =>
    (await models.list({ limit: 10, ...filter })).map(({ version }) => version);
  const scope = { universe: "SYN-A", timeframe: "1h", horizonBars: 12 } as const;

  test("are read as they were registered", async () => {
    const { version, state, universe, symbols, horizonBars, labelSpec, classPrior, file, gate } = MODELS[4]!;
    const registered = { version, state, universe, symbols, horizonBars, labelSpec, classPrior, file, gate };
    expect(await models.get(version)).toMatchObject(registered);
    expect(await models.get("none")).toBeUndefined();
  });

  test("are listed newest first, by scope and state, page by page", async () => {
    expect(await listed({})).toEqual(["a-12-weak", "a-12-next", "a-12", "a-24", "pair"]);
    expect(await listed(scope)).toEqual(["a-12-weak", "a-12-next", "a-12"]);
    expect(await listed({ state: "rejected" })).toEqual(["a-12-weak"]);
    expect(await listed({ timeframe: "5m" })).toEqual([]);
    const [, , third] = await models.list({ limit: 3 });
    expect(await listed({ createdBefore: third!.createdAt })).toEqual(["a-24", "pair"]);
  });

  test("serve a symbol from its narrowest universe and its shortest horizon", async () => {
    const countActive = () => models.countActive(AbortSignal.timeout(5_000));
    expect([await active("SYN-A"), await countActive()]).toEqual([undefined, 0]);
    for (const version of ["pair", "a-24", "a-12"]) {
      expect(await models.promote(version, TEST_ACTOR)).toMatchObject({ version, state: "active" });
    }
    expect(await countActive()).toBe(3);
    expect(await active("SYN-A")).toBe("a-12");
    expect(await active("SYN-A", 24)).toBe("a-24");
    expect(await active("SYN-B")).toBe("pair");
    expect(await active("SYN-C")).toBeUndefined();
  });

  test("take turns, and go back one promotion at a time", async () => {
    await models.promote("a-12-next", TEST_ACTOR);
    expect(await active("SYN-A")).toBe("a-12-next");
    expect(await models.get("a-12")).toMatchObject({ state: "retired" });
    await models.promote("a-12-next", TEST_ACTOR);
    expect(await models.rollback(scope, TEST_ACTOR)).toMatchObject({ version: "a-12", state: "active" });
    expect(await models.get("a-12-next")).toMatchObject({ state: "retired" });
    await expect(models.rollback(scope, TEST_ACTOR)).rejects.toMatchObject({ code: "conflict" });
    expect(await active("SYN-A")).toBe("a-12");
  });

  test("refuse what the gate refused, and what is not there", async () => {
    await expect(models.promote("a-12-weak", TEST_ACTOR)).rejects.toMatchObject({ code: "gate_not_passed" });
    await expect(models.promote("none", TEST_ACTOR)).rejects.toMatchObject({ code: "not_found" });
    const elsewhere = { ...scope, universe: "none" };
    await expect(models.rollback(elsewhere, TEST_ACTOR)).rejects.toMatchObject({ code: "not_found" });
  });
});

const INSTRUMENT = {
  symbol: "SYN-A",
  assetClass: "synthetic",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
} as const;

test.each<[string, () => InstrumentStore]>([
  ["in memory", () => createMemoryInstrumentStore([INSTRUMENT])],
  ["in the database", () => createSupabaseInstrumentStore(clientOf(stack, stack.keys.secret))],
])("instruments %s are found by symbol, or refused", async (_, create) => {
  const instruments = create();
  expect(await instruments.get("SYN-A")).toEqual(INSTRUMENT);
  await expect(instruments.get("SYN-C")).rejects.toMatchObject({ code: "unknown_symbol" });
});
