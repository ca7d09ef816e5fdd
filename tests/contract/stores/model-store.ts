import { beforeAll, expect, test } from "vitest";
import type { Model, ModelStore, ServingSpan } from "../../../shared/ports/model-store.ts";
import { modelOf } from "../../support/models.ts";

/** Models in the order in which they are registered, their states, and how long their symbol has been served. */
export interface Registry {
  readonly models: readonly Model[];
  readonly span: ServingSpan;
}

const REFUSED = { passed: false, reasons: [{ code: "gain_not_proven", detail: "no gain" }], evidence: {} };
const SINCE = Date.UTC(2026, 0, 1);

/** Names of models and universes are the suite's own, since several stores may stand in one database. */
const MODELS: readonly Model[] = [
  { version: "store-pair", universe: "store-pair", symbols: ["SYN-A", "SYN-B"], state: "active" as const },
  { version: "store-24", horizonBars: 24, state: "active" as const },
  { version: "store-12", state: "active" as const },
  { version: "store-12-next", state: "canary" as const, canaryPercent: 25 },
  { version: "store-12-weak", state: "rejected" as const, gate: REFUSED },
].map((fields, day) =>
  modelOf({ universe: "SYN-A", ...fields, createdAt: `2026-01-0${day + 1}T00:00:00.000001+00:00` }),
);
const REGISTRY: Registry = {
  models: MODELS,
  span: {
    universe: "SYN-A",
    timeframe: "1h",
    horizonBars: 12,
    activeVersion: "store-12",
    canary: { version: "store-12-next", percent: 25 },
    act: "canary_start",
    actor: "test",
    since: new Date(SINCE).toISOString(),
    until: undefined,
  },
};
const SCOPE = { universe: "SYN-A", timeframe: "1h", horizonBars: 12 } as const;

/** Duties of a registry of models in which they are found. `open` is called once the tests run. */
export function describeModelStore(open: (registry: Registry) => Promise<ModelStore>): void {
  let models: ModelStore;
  beforeAll(async () => {
    models = await open(REGISTRY);
  });
  const active = async (symbol: string, horizonBars?: number) =>
    (await models.findActive({ symbol, timeframe: "1h", ...(horizonBars !== undefined && { horizonBars }) }))
      ?.version;
  const listed = async (filter: Partial<Parameters<ModelStore["list"]>[0]>) =>
    (await models.list({ limit: 10, ...filter })).map(({ version }) => version);

  test("reads models as they were registered", async () => {
    const { version, state, universe, symbols, horizonBars, labelSpec, classPrior, file, gate } = MODELS[4]!;
    const registered = { version, state, universe, symbols, horizonBars, labelSpec, classPrior, file, gate };
    expect(await models.get(version)).toMatchObject(registered);
    expect(await models.get("none")).toBeUndefined();
  });

  test("lists them newest first, by scope and state, page by page", async () => {
    expect(await listed(SCOPE)).toEqual(["store-12-weak", "store-12-next", "store-12"]);
    expect(await listed({ universe: "store-pair" })).toEqual(["store-pair"]);
    expect(await listed({ universe: "SYN-A", state: "rejected" })).toEqual(["store-12-weak"]);
    expect(await listed({ universe: "SYN-A", timeframe: "5m" })).toEqual([]);
    const [, second] = await models.list({ ...SCOPE, limit: 2 });
    expect(await listed({ universe: "SYN-A", createdBefore: second!.createdAt })).toEqual([
      "store-12",
      "store-24",
    ]);
  });

  test("finds a symbol's active model in its narrowest universe, of its shortest horizon, with its canary", async () => {
    expect(await active("SYN-A")).toBe("store-12");
    expect(await active("SYN-A", 24)).toBe("store-24");
    expect(await active("SYN-B")).toBe("store-pair");
    expect(await active("SYN-C")).toBeUndefined();
    expect(await models.findActive({ symbol: "SYN-A", timeframe: "1h" })).toMatchObject({
      canary: { version: "store-12-next", canaryPercent: 25 },
    });
    expect(await models.findActive({ symbol: "SYN-B", timeframe: "1h" })).toMatchObject({
      canary: undefined,
    });
  });

  test("counts the active ones", async () => {
    const everywhere = await models.list({ state: "active", limit: 100 });
    expect(await models.countActive(AbortSignal.timeout(5_000))).toBe(everywhere.length);
    expect(everywhere.length).toBeGreaterThanOrEqual(3);
  });

  test("tells what serves a symbol, and nothing of before", async () => {
    const query = { symbol: "SYN-A", timeframe: "1h" } as const;
    const now = await models.findServing({ ...query, at: Date.now() + 60_000 });
    expect(now).toEqual({ ...REGISTRY.span, since: now!.since });
    expect(Date.parse(now!.since)).not.toBeNaN();
    expect(await models.findServing({ ...query, at: SINCE - 1 })).toBeUndefined();
    expect(await models.findServing({ ...query, symbol: "SYN-C", at: Date.now() })).toBeUndefined();
  });
}
