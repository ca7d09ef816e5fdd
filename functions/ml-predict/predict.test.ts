import { describe, expect, it, vi } from "vitest";
import { lookbackOf } from "../../shared/features/compute-features.ts";
import { barrierDistances } from "../../shared/ml/labels/triple-barrier.ts";
import { TEST_NOW } from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import {
  BARS,
  barsUntilNow,
  FEATURES,
  HOUR,
  LAST,
  NAMES,
  predictApp,
} from "../../tests/support/predict-app.ts";

describe("POST /", () => {
  it("answers for the newest closed bar, with targets and stops from the label's barriers", async () => {
    const { predict } = await predictApp();
    const answer = await predict({ symbol: "EURUSD" });
    expect(answer.status).toBe(200);
    const prediction = await answer.json();
    const close = BARS.close[LAST]!;
    const distance = barrierDistances(BARS.close, modelOf({ version: "any" }).labelSpec)[LAST]!;
    expect(prediction).toMatchObject({
      symbol: "EURUSD",
      timeframe: "1h",
      horizon: 12,
      direction: "BUY",
      position: "long",
      recommendation: "STRONG_BUY",
      model: { version: "champion", status: "active", feature_set_version: FEATURES.version },
      bar: { ts: TEST_NOW - HOUR, close },
      predicted_at: new Date(TEST_NOW).toISOString(),
    });
    expect(prediction.targets[0].price).toBeCloseTo(close * (1 + distance), 4);
    expect(prediction.stops[0].price).toBeCloseTo(close * (1 - distance), 4);
    expect(prediction.features_imputed).toEqual([]);
    expect(Object.keys(prediction.features_used)).toEqual(NAMES);
  });

  it("does not look at a bar that is still open", async () => {
    const open = barsUntilNow(1);
    open.ts[0] = TEST_NOW - HOUR / 2;
    const bars = createMemoryBarStore();
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: open, onConflict: "skip" });
    const { predict } = await predictApp({ bars });
    expect(await (await predict({ symbol: "EURUSD" })).json()).toMatchObject({
      bar: { ts: TEST_NOW - HOUR },
    });
  });

  it("lets the caller's values stand in for computed ones, and says what was imputed", async () => {
    const { predict } = await predictApp();
    const [first] = NAMES;
    const given = await (await predict({ symbol: "EURUSD", features: { [first!]: 42.5 } })).json();
    expect(given.features_used[first!]).toBe(42.5);
    const { features_used, features_imputed } = await (await predict({ symbol: "LONE" })).json();
    expect(features_imputed.length).toBeGreaterThan(0);
    expect([...Object.keys(features_used), ...features_imputed].sort()).toEqual([...NAMES].sort());
  });

  it("lets a rejected model answer when it is named, and says so", async () => {
    const { predict } = await predictApp();
    const answer = await predict({ symbol: "EURUSD", model_version: "rejected" });
    expect(await answer.json()).toMatchObject({
      direction: "SELL",
      model: { version: "rejected", status: "rejected" },
    });
  });

  it("takes either spelling of timeframe and horizon", async () => {
    const { predict } = await predictApp();
    const answer = await predict({ symbol: "EURUSD", timeframe: "H1", horizon: "12h" });
    expect(await answer.json()).toMatchObject({ timeframe: "1h", horizon: 12 });
  });

  it("computes features once for a crowd that asks at once", async () => {
    const bars = createMemoryBarStore();
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    const read = vi.fn(bars.read);
    const { predict } = await predictApp({ bars: { ...bars, read } });
    await Promise.all(Array.from({ length: 20 }, () => predict({ symbol: "EURUSD" })));
    const limits = read.mock.calls.map(([{ limit }]) => limit);
    // The newest bar alone, then the bars that its features look back on.
    expect(limits).toEqual([1, lookbackOf(FEATURES)]);
  });

  it("keeps the features of each new bar, once", async () => {
    const { predict, featureStore, http } = await predictApp();
    await Promise.all(Array.from({ length: 5 }, () => predict({ symbol: "EURUSD" })));
    await http.settle();
    const [row, ...others] = [...featureStore.rows.values()];
    expect(others).toEqual([]);
    expect(row).toMatchObject({ symbol: "EURUSD", timeframe: "1h", ts: BARS.ts[LAST] });
    expect(row!.features).toHaveLength(NAMES.length);
  });

  it("works without its cache", async () => {
    const down = () => Promise.reject(new Error("cache away"));
    const { predict } = await predictApp({
      cache: { kind: "upstash", get: down, set: async () => {}, ping: down },
    });
    expect((await predict({ symbol: "EURUSD" })).status).toBe(200);
  });
});
