import { describe, expect, test } from "vitest";
import { createMemoryModelStore } from "../../../tests/support/memory/model-store.ts";
import { modelOf } from "../../../tests/support/models.ts";
import type { ModelQuery } from "./predictor.ts";
import { resolveModel } from "./resolve.ts";

const models = createMemoryModelStore([
  modelOf({ version: "majors", universe: "majors", symbols: ["EURUSD", "GBPUSD"], state: "active" }),
  modelOf({ version: "eurusd", universe: "EURUSD", state: "active" }),
  modelOf({ version: "eurusd-24", universe: "EURUSD", horizonBars: 24, state: "active" }),
  modelOf({ version: "eurusd-5m", universe: "EURUSD", timeframe: "5m", state: "rejected" }),
]);

function resolve(query: Partial<ModelQuery>) {
  return resolveModel(models, {
    symbol: "EURUSD",
    timeframe: undefined,
    horizon: undefined,
    version: undefined,
    ...query,
  });
}

describe("without a version", () => {
  test.each([
    ["the narrowest universe and the shortest horizon answer", {}, "eurusd"],
    ["a horizon in bars", { horizon: 24 }, "eurusd-24"],
    ["a horizon as a duration", { horizon: "1d", timeframe: "1h" as const }, "eurusd-24"],
    ["a wider universe where no narrower one is", { symbol: "GBPUSD" }, "majors"],
  ])("%s", async (_, query, version) => {
    expect(await resolve(query)).toMatchObject({ version });
  });

  test.each([
    ["a timeframe without an active model", { timeframe: "5m" as const }],
    ["a horizon without one", { horizon: 8 }],
    ["a symbol without one", { symbol: "SPY" }],
  ])("%s is refused", async (_, query) => {
    await expect(resolve(query)).rejects.toMatchObject({ code: "no_active_model" });
  });

  test.each(["90m", "soon", 0, 2.5])("a horizon of %s is refused with a pointer", async (horizon) => {
    await expect(resolve({ horizon })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ pointer: "/horizon" }],
    });
  });
});

describe("with a version", () => {
  test("a model in any state answers, on its own timeframe", async () => {
    expect(await resolve({ version: "eurusd-5m" })).toMatchObject({ state: "rejected", timeframe: "5m" });
    expect(await resolve({ version: "eurusd-5m", timeframe: "5m", horizon: "1h" })).toMatchObject({
      horizonBars: 12,
    });
  });

  test("an unknown version is not found", async () => {
    await expect(resolve({ version: "none" })).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    ["/symbol", { symbol: "SPY" }],
    ["/timeframe", { timeframe: "1h" as const }],
    ["/horizon", { horizon: 24 }],
  ])("%s must be the model's", async (pointer, query) => {
    await expect(resolve({ version: "eurusd-5m", ...query })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ pointer }],
    });
  });
});
