import { beforeEach, describe, expect, it } from "vitest";
import { json, registryApp } from "../../tests/support/registry-app.ts";

let registry: ReturnType<typeof registryApp>;
beforeEach(() => {
  registry = registryApp();
});

describe("GET /serving", () => {
  const serving = (query: string) => json(registry.call("GET", `/serving?${query}`));

  it("tells who served at a time, with their shares", async () => {
    const times = [0, 1, 2, 3].map((hour) => Date.UTC(2026, 0, 1, hour));
    expect(await serving(`symbol=EURUSD&timeframe=1h&at=${times[1]}`)).toMatchObject({
      active: { version: "v2", percent: 100 },
      canary: null,
      act: "promote",
      until: "2026-01-01T02:00:00.000Z",
    });
    expect(await serving(`symbol=EURUSD&timeframe=1h&horizon=12&at=${times[3]}`)).toMatchObject({
      active: { version: "v2", percent: 75 },
      canary: { version: "v3", percent: 25 },
      act: "canary_start",
      until: null,
    });
    expect(await serving("symbol=EURUSD&timeframe=1h&at=2025-12-31T23:00:00Z")).toMatchObject({
      code: "not_found",
    });
  });

  it.each([
    ["no symbol", "timeframe=1h"],
    ["no timeframe", "symbol=EURUSD"],
    ["an unknown timeframe", "symbol=EURUSD&timeframe=7h"],
    ["a time that is none", "symbol=EURUSD&timeframe=1h&at=soon"],
    ["a horizon of 0", "symbol=EURUSD&timeframe=1h&horizon=0"],
    ["an unknown member", "symbol=EURUSD&timeframe=1h&model=v1"],
  ])("refuses %s", async (_, query) => {
    expect(await serving(query)).toMatchObject({ code: "invalid_request" });
  });
});
