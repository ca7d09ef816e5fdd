import { describe, expect, it } from "vitest";
import { createLabelSpec } from "../../shared/ml/labels/label-spec.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { TEST_NOW } from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import {
  BARS,
  constantRuntime,
  postTo,
  predictApp,
  SECRET,
  storeModel,
} from "../../tests/support/predict-app.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import type { createApp } from "./app.ts";

describe("POST /multi-horizon", () => {
  async function withHorizons() {
    const blobs = createMemoryBlobStore();
    const minute = { timeframe: "1m" as const, horizonBars: 5 };
    const fixed = createLabelSpec({ kind: "fixed_horizon", horizonBars: 1 });
    const next = { timeframe: "1m" as const, horizonBars: 1, labelSpec: fixed };
    const hourly = { timeframe: "1h" as const, horizonBars: 24 };
    const models = createMemoryModelStore([
      await storeModel(blobs, { version: "one", state: "active", ...next }, [0.1, 0.2, 0.7]),
      await storeModel(blobs, { version: "five", state: "active", ...minute }, [0.1, 0.2, 0.7]),
      await storeModel(blobs, { version: "day", state: "active", ...hourly }, [0.7, 0.2, 0.1]),
    ]);
    const bars = createMemoryBarStore();
    const minutes = randomWalkBars({ rows: 200, seed: 3, start: TEST_NOW - 200 * 60_000, stepMs: 60_000 });
    await bars.write({ symbol: "EURUSD", timeframe: "1m", bars: minutes, onConflict: "skip" });
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    const sessions = createModelSessions({ blobs, runtime: constantRuntime });
    return (await predictApp({ models, bars, sessions })).app;
  }
  const horizons = async (
    body: object,
    headers?: Record<string, string>,
    app?: ReturnType<typeof createApp>,
  ) => {
    const asked = app ?? (await predictApp()).app;
    const answer = await postTo(asked, "/multi-horizon", { symbol: "EURUSD", ...body }, headers);
    return { status: answer.status, body: await answer.json() };
  };

  it("answers each horizon from its own timeframe, or says why not", async () => {
    const app = await withHorizons();
    const { status, body } = await horizons({ horizons: ["5m", "1h", "1d"] }, SECRET, app);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      symbol: "EURUSD",
      succeeded: 2,
      failed: 1,
      predictions: {
        "5m": { timeframe: "1m", horizon: 5, cache: "miss", answer: { direction: "BUY", timeframe: "1m" } },
        "1h": { timeframe: "5m", horizon: 12, answer: null, problem: { code: "no_active_model" } },
        "1d": { timeframe: "1h", horizon: 24, answer: { direction: "SELL" }, problem: null },
      },
    });
  });

  it("says of a fixed horizon that its levels are no exits, and sizes nothing by them", async () => {
    const { body } = await horizons({ horizons: ["1m", "5m"] }, SECRET, await withHorizons());
    const { "1m": fixed, "5m": barriers } = body.predictions;
    expect(fixed.answer).toMatchObject({ direction: "BUY", levels: "bounds", position_multiplier: null });
    expect(fixed.answer.targets).toHaveLength(1);
    expect(barriers.answer).toMatchObject({ direction: "BUY", levels: "exits", position_multiplier: 0.25 });
  });

  it("asks for 1m, 5m, 15m and 1h when nothing is named", async () => {
    const { body } = await horizons({});
    expect(Object.keys(body.predictions)).toEqual(["1m", "5m", "15m", "1h"]);
  });

  it.each([
    ["no horizon", { horizons: [] }, "/horizons"],
    ["an unknown horizon", { horizons: ["7h"] }, "/horizons/0"],
    ["a horizon twice", { horizons: ["1h", "1h"] }, "/horizons"],
    ["features, which differ by timeframe", { features: {} }, ""],
  ])("refuses %s", async (_, body, pointer) => {
    const { status, body: problem } = await horizons(body);
    expect(status).toBe(400);
    expect(problem.errors[0].pointer).toBe(pointer);
  });

  it("is for users, secret keys and API keys with the scope", async () => {
    expect((await horizons({}, {})).status).toBe(401);
    expect((await horizons({}, { "x-api-key": TEST_API_KEYS.modelsOnly })).status).toBe(403);
    expect((await horizons({}, { "x-api-key": TEST_API_KEYS.test })).body).toMatchObject({
      predictions: { "1h": { problem: { code: "test_key" } } },
    });
  });
});
