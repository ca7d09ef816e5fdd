import { describe, expect, it } from "vitest";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { TEST_NOW, testHttpDeps } from "../../tests/support/http-deps.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { constantRuntime, HOUR, NAMES, predictApp, storeModel } from "../../tests/support/predict-app.ts";

describe("abstention and the neutral band", () => {
  it("HOLD, with its reason, when bars are missing that the calendar has", async () => {
    const late = { ...testHttpDeps().clock, now: () => TEST_NOW + 4 * HOUR };
    const { predict } = await predictApp({ clock: late });
    const prediction = await (await predict({ symbol: "EURUSD" })).json();
    expect(prediction).toMatchObject({
      direction: "HOLD",
      abstained: true,
      reason: { code: "stale_bars" },
      confidence: 0,
      position_multiplier: 0,
      targets: [],
      stops: [],
      probabilities: { buy: expect.closeTo(0.7, 6) },
    });
  });

  it("not yet when a feed is a few bars behind", async () => {
    const late = { ...testHttpDeps().clock, now: () => TEST_NOW + 3 * HOUR };
    const { predict } = await predictApp({ clock: late });
    expect(await (await predict({ symbol: "EURUSD" })).json()).toMatchObject({ direction: "BUY" });
  });

  const APPLICABILITY = { medians: [0, 0], scales: [0.01, 0.1], limit: 5, required: NAMES };
  async function withStatistics(body: object) {
    const blobs = createMemoryBlobStore();
    const model = await storeModel(
      blobs,
      {
        version: "known",
        state: "active",
        applicability: APPLICABILITY,
        conformal: [
          { coverage: 0.8, probability: 0.5 },
          { coverage: 0.9, probability: 0.15 },
        ],
      },
      [0.1, 0.2, 0.7],
    );
    const sessions = createModelSessions({ blobs, runtime: constantRuntime });
    const { predict } = await predictApp({ models: createMemoryModelStore([model]), sessions });
    return await (await predict(body)).json();
  }

  it("HOLD when a feature is missing that the model never learned without", async () => {
    expect(await withStatistics({ symbol: "LONE" })).toMatchObject({
      direction: "HOLD",
      reason: { code: "required_feature_missing", detail: expect.stringContaining(NAMES[1]!) },
    });
  });

  it("HOLD when the input is far outside training, and how far", async () => {
    const { dissimilarity, ...prediction } = await withStatistics({
      symbol: "EURUSD",
      features: { [NAMES[0]!]: 1, [NAMES[1]!]: 0 },
    });
    // 100 scales in one of two features: 100 / sqrt(2), of a limit of 5.
    expect(dissimilarity).toBeCloseTo(100 / Math.SQRT2 / 5, 5);
    expect(prediction).toMatchObject({ abstained: true, reason: { code: "outside_training" } });
  });

  it("gives the set of outcomes that are not ruled out, at the coverage asked for", async () => {
    const near = { symbol: "EURUSD", features: { [NAMES[0]!]: 0, [NAMES[1]!]: 0 } };
    expect(await withStatistics(near)).toMatchObject({
      direction: "BUY",
      reason: null,
      dissimilarity: 0,
      prediction_set: { coverage: 0.9, classes: ["HOLD", "BUY"] },
    });
    expect(await withStatistics({ ...near, coverage: 0.8 })).toMatchObject({
      prediction_set: { coverage: 0.8, classes: ["BUY"] },
    });
    // A coverage without a threshold has no set.
    expect(await withStatistics({ ...near, coverage: 0.95 })).toMatchObject({ prediction_set: null });
  });

  it("says which features made the answer when asked, and then only", async () => {
    const near = { symbol: "EURUSD", features: { [NAMES[0]!]: 0.002, [NAMES[1]!]: 0 } };
    expect(await withStatistics(near)).not.toHaveProperty("explanation");
    // A model of constants: nothing contributes anything.
    expect(await withStatistics({ ...near, explain: true })).toMatchObject({
      explanation: {
        method: "occlusion",
        score: expect.closeTo(Math.log(7), 5),
        base: expect.closeTo(Math.log(7), 5),
        contributions: [
          { feature: NAMES[0], value: Math.fround(0.002), reference: 0, contribution: 0 },
          { feature: NAMES[1], value: 0, reference: 0, contribution: 0 },
        ],
        rest: 0,
      },
    });
  });

  it("HOLD when the edge lies in the caller's band", async () => {
    const { predict } = await predictApp();
    expect(await (await predict({ symbol: "EURUSD", neutral_band: 0.7 })).json()).toMatchObject({
      direction: "HOLD",
      abstained: false,
      reason: { code: "neutral_band" },
    });
  });
});
