import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { createMemoryCanaryTestStore } from "../../tests/support/memory/canary-test-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import { canaryOf, json, REASONS, registryApp } from "../../tests/support/registry-app.ts";

let registry: ReturnType<typeof registryApp>;
beforeEach(() => {
  registry = registryApp();
});

const setCanary = (version: string, percent: unknown) =>
  registry.call("POST", `/${version}/canary`, { percent });

describe("POST /:version/canary", () => {
  it("starts a canary with its share, in the caller's name", async () => {
    const act = vi.fn(async (version: string, percent: number) => canaryOf(version, percent));
    registry = registryApp({ setCanary: act });
    expect(await json(setCanary("v2", 10))).toMatchObject({ status: "canary", canary_percent: 10 });
    expect(await json(setCanary("v2", 0))).toMatchObject({ status: "canary", canary_percent: 0 });
    expect(act.mock.calls).toMatchObject([
      ["v2", 10, { kind: "secret" }],
      ["v2", 0, { kind: "secret" }],
    ]);
    expect(await json(registry.call("GET", "/v1"))).toMatchObject({ status: "active", canary_percent: null });
  });

  it.each(["conflict", "gate_not_passed", "not_found"] as const)(
    "tells the registry's refusal: %s",
    async (code) => {
      registry = registryApp({ setCanary: () => Promise.reject(new Failure(code, "refused")) });
      expect(await json(setCanary("v2", 5))).toMatchObject({ code, detail: "refused" });
    },
  );

  it.each([
    ["a model that failed the gate", "weak", { code: "gate_not_passed", reasons: REASONS }],
    ["an unknown model", "none", { code: "not_found" }],
  ])("refuses %s without asking the registry", async (_, version, problem) => {
    expect(await json(setCanary(version, 5))).toMatchObject(problem);
  });

  it.each([-1, 100.5, "10", null, undefined])("refuses a share of %s", async (percent) => {
    expect(await json(setCanary("v2", percent))).toMatchObject({ code: "invalid_request" });
  });
});

describe("DELETE /:version/canary", () => {
  it("makes it a candidate again", async () => {
    const stopCanary = vi.fn(async (version: string) => modelOf({ version }));
    registry = registryApp({ stopCanary });
    expect(await json(registry.call("DELETE", "/v2/canary"))).toMatchObject({
      status: "candidate",
      canary_percent: null,
    });
    expect(stopCanary.mock.calls).toMatchObject([["v2", { kind: "secret" }]]);
  });

  it.each([
    ["conflict", 409],
    ["not_found", 404],
  ] as const)("tells the registry's refusal: %s", async (code, status) => {
    registry = registryApp({ stopCanary: () => Promise.reject(new Failure(code, "refused")) });
    const answer = await registry.call("DELETE", "/v2/canary");
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, detail: "refused" }]);
  });
});

describe("GET /:version/canary", () => {
  it("shows the evidence so far, and what it would take", async () => {
    const test = {
      id: 1,
      universe: "EURUSD",
      timeframe: "1h",
      horizonBars: 12,
      championVersion: "v1",
      canaryVersion: "v2",
      startedAt: "2026-01-01T00:00:00+00:00",
      state: { observations: 2, gainSum: 0.5, better: [4, 2, 3], worse: [0.25, 0.5, 0], freeAt: 0 },
      processedBarTs: 0,
      outcome: undefined,
      endedAt: undefined,
    } as const;
    registry = registryApp({}, { canaryTests: createMemoryCanaryTestStore([test]) });
    expect(await json(registry.call("GET", "/v2/canary"))).toMatchObject({
      test: "betting-e-process",
      champion: "v1",
      observations: 2,
      mean_gain: 0.25,
      e_better: 3,
      e_worse: 0.25,
      decides_at: 40,
      outcome: null,
    });
    expect((await registry.call("GET", "/v1/canary")).status).toBe(404);
  });
});
