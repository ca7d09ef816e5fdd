import { beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryBarStore } from "../../shared/adapters/memory/bar-store.ts";
import { createMemoryModelStore } from "../../shared/adapters/memory/model-store.ts";
import type { createMemoryPredictionLog } from "../../shared/adapters/memory/prediction-log.ts";
import { Failure } from "../../shared/failure.ts";
import { lookbackOf } from "../../shared/features/compute-features.ts";
import { barrierDistances } from "../../shared/ml/labels/triple-barrier.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { TEST_API_KEYS, TEST_KEY_ID } from "../../tests/support/api-keys.ts";
import {
  TEST_CRON_KEY,
  TEST_NOW,
  TEST_PUBLISHABLE_KEY,
  TEST_USER_ID,
  type testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { modelOf } from "../../tests/support/models.ts";
import {
  BARS,
  barsUntilNow,
  bearer,
  constantRuntime,
  FEATURES,
  HOUR,
  LAST,
  NAMES,
  postTo,
  predictApp,
  SECRET,
  SYMBOLS,
  storeModel,
} from "../../tests/support/predict-app.ts";
import type { createApp } from "./app.ts";

let app: ReturnType<typeof createApp>;
let predictions: ReturnType<typeof createMemoryPredictionLog>;
let http: ReturnType<typeof testHttpDeps>;
beforeEach(async () => {
  ({ app, predictions, http } = await predictApp());
});

const predict = (body: unknown, headers?: Record<string, string>, path = "") =>
  postTo(app, path, body, headers);

describe("POST /", () => {
  it("answers for the newest closed bar, with targets and stops from the label's barriers", async () => {
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
    const bars = createMemoryBarStore(SYMBOLS);
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: open, onConflict: "skip" });
    ({ app } = await predictApp({ bars }));
    expect(await (await predict({ symbol: "EURUSD" })).json()).toMatchObject({
      bar: { ts: TEST_NOW - HOUR },
    });
  });

  it("lets the caller's values stand in for computed ones, and says what was imputed", async () => {
    const [first] = NAMES;
    const given = await (await predict({ symbol: "EURUSD", features: { [first!]: 42.5 } })).json();
    expect(given.features_used[first!]).toBe(42.5);
    const { features_used, features_imputed } = await (await predict({ symbol: "LONE" })).json();
    expect(features_imputed.length).toBeGreaterThan(0);
    expect([...Object.keys(features_used), ...features_imputed].sort()).toEqual([...NAMES].sort());
  });

  it("lets a rejected model answer when it is named, and says so", async () => {
    const answer = await predict({ symbol: "EURUSD", model_version: "rejected" });
    expect(await answer.json()).toMatchObject({
      direction: "SELL",
      model: { version: "rejected", status: "rejected" },
    });
  });

  it("takes either spelling of timeframe and horizon", async () => {
    const answer = await predict({ symbol: "EURUSD", timeframe: "H1", horizon: "12h" });
    expect(await answer.json()).toMatchObject({ timeframe: "1h", horizon: 12 });
  });

  it("computes features once for a crowd that asks at once", async () => {
    const bars = createMemoryBarStore(SYMBOLS);
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    const read = vi.fn(bars.read);
    ({ app } = await predictApp({ bars: { ...bars, read } }));
    await Promise.all(Array.from({ length: 20 }, () => predict({ symbol: "EURUSD" })));
    const limits = read.mock.calls.map(([{ limit }]) => limit);
    // The newest bar alone, then the bars that its features look back on.
    expect(limits).toEqual([1, lookbackOf(FEATURES)]);
  });

  it("keeps the features of each new bar, once", async () => {
    const { app, featureStore, http } = await predictApp();
    await Promise.all(
      Array.from({ length: 5 }, () =>
        app.request("/ml-predict", {
          method: "POST",
          headers: { ...SECRET, "content-type": "application/json" },
          body: JSON.stringify({ symbol: "EURUSD" }),
        }),
      ),
    );
    await http.settle();
    const [row, ...others] = [...featureStore.rows.values()];
    expect(others).toEqual([]);
    expect(row).toMatchObject({ symbol: "EURUSD", timeframe: "1h", ts: BARS.ts[LAST] });
    expect(row!.features).toHaveLength(NAMES.length);
  });

  it("works without its cache", async () => {
    const down = () => Promise.reject(new Error("cache away"));
    ({ app, http } = await predictApp({
      cache: { kind: "upstash", get: down, set: async () => {}, ping: down },
    }));
    expect((await predict({ symbol: "EURUSD" })).status).toBe(200);
  });
});

describe("the log", () => {
  it("has every prediction, its owner and its inputs, without the answer waiting for it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await predict({ symbol: "EURUSD" }, await bearer())).json()),
    );
    await http.settle();
    expect([...predictions.rows.keys()].sort()).toEqual(answers.map(({ id }) => id).sort());
    const row = predictions.rows.get(answers[0].id)!;
    expect(row).toMatchObject({ userId: TEST_USER_ID, modelVersion: "champion", barTs: TEST_NOW - HOUR });
    expect(row.features).toEqual(answers[0].features_used);
  });

  it("is written before the answer when asked for, and a secret key owns nothing", async () => {
    const { id } = await (await predict({ symbol: "EURUSD", log: "sync" })).json();
    expect(predictions.rows.get(id)).toMatchObject({ userId: undefined });
  });

  it("names the API key that asked, and not its owner beside it", async () => {
    const headers = { "x-api-key": TEST_API_KEYS.full };
    const { id } = await (await predict({ symbol: "EURUSD", log: "sync" }, headers)).json();
    expect(predictions.rows.get(id)).toMatchObject({ apiKeyId: TEST_KEY_ID, userId: undefined });
  });

  it("cannot fail silently when the caller waits for it", async () => {
    const append = async () => {
      throw new Failure("unavailable", "The database cannot be reached right now.");
    };
    ({ app } = await predictApp({ predictions: { append } }));
    expect((await predict({ symbol: "EURUSD", log: "sync" })).status).toBe(503);
    expect((await predict({ symbol: "EURUSD" })).status).toBe(200);
  });
});

describe("refusals", () => {
  it.each([
    ["an unknown symbol", { symbol: "NOPE" }, 404, "unknown_symbol"],
    ["an unknown model", { symbol: "EURUSD", model_version: "none" }, 404, "not_found"],
    ["a scope without an active model", { symbol: "EURUSD", timeframe: "5m" }, 409, "no_active_model"],
    ["another feature set", { symbol: "EURUSD", model_version: "outdated" }, 409, "feature_set_mismatch"],
    ["too few bars", { symbol: "NEW" }, 422, "not_enough_bars"],
    ["a price that never moved", { symbol: "FLAT" }, 422, "not_enough_bars"],
    [
      "a model that gives no probabilities",
      { symbol: "EURUSD", model_version: "broken" },
      422,
      "unsupported_model",
    ],
  ])("%s", async (_, body, status, code) => {
    const answer = await predict(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    await http.settle();
    expect(predictions.rows.size).toBe(0);
  });

  it.each([
    ["no body", undefined, ""],
    ["no symbol", {}, "/symbol"],
    ["a symbol that none can be", { symbol: "eur usd" }, "/symbol"],
    ["an unknown timeframe", { symbol: "EURUSD", timeframe: "7h" }, "/timeframe"],
    ["a horizon that is no number of bars", { symbol: "EURUSD", horizon: "90m" }, "/horizon"],
    ["an unknown feature", { symbol: "EURUSD", features: { nonsense: 1 } }, "/features/nonsense"],
    ["a feature that is null", { symbol: "EURUSD", features: { a: null } }, "/features/a"],
    ["a feature that is text", { symbol: "EURUSD", features: { a: "1" } }, "/features/a"],
    ["a version that none can have", { symbol: "EURUSD", model_version: "../x" }, "/model_version"],
    ["an unknown way to log", { symbol: "EURUSD", log: "never" }, "/log"],
    ["a band below 0", { symbol: "EURUSD", neutral_band: -0.1 }, "/neutral_band"],
    ["a coverage that nothing is stored for", { symbol: "EURUSD", coverage: 1 }, "/coverage"],
    ["an unknown member", { symbol: "EURUSD", horizons: [1] }, ""],
  ])("%s, with a pointer", async (_, body, pointer) => {
    const answer = await predict(body);
    expect(answer.status).toBe(400);
    const problem = await answer.json();
    expect(problem).toMatchObject({ code: "invalid_request" });
    if (pointer !== "") expect(problem.errors[0].pointer).toBe(pointer);
  });

  it.each(["1e999", "-1e999", "1e39"])("a feature of %s, which no float32 holds", async (value) => {
    const [name] = NAMES;
    const answer = await app.request("/ml-predict", {
      method: "POST",
      headers: { ...SECRET, "content-type": "application/json" },
      body: `{"symbol":"EURUSD","features":{"${name}":${value}}}`,
    });
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].pointer).toBe(`/features/${name}`);
  });

  it("is for API keys with the scope, test keys on synthetic symbols", async () => {
    const withKey = async (key: string) => {
      const answer = await predict({ symbol: "EURUSD" }, { "x-api-key": key });
      return [answer.status, (await answer.json()).code];
    };
    expect(await withKey(TEST_API_KEYS.full)).toEqual([200, undefined]);
    expect(await withKey(TEST_API_KEYS.modelsOnly)).toEqual([403, "insufficient_scope"]);
    expect(await withKey(TEST_API_KEYS.test)).toEqual([403, "test_key"]);
  });

  it("is for users, operators and secret keys", async () => {
    const body = { symbol: "EURUSD" };
    expect((await predict(body, {})).status).toBe(401);
    expect((await predict(body, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(401);
    expect((await predict(body, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await predict(body, await bearer())).status).toBe(200);
  });
});

describe("a canary", () => {
  async function withCanary(percent: number, answer: readonly number[]) {
    const { blobs } = await predictApp();
    const champion = await storeModel(blobs, { version: "champion", state: "active" }, [0.1, 0.2, 0.7]);
    const next = await storeModel(
      blobs,
      { version: "next", state: "canary", canaryPercent: percent },
      answer,
    );
    const models = createMemoryModelStore([champion, next]);
    const sessions = createModelSessions({ blobs, runtime: constantRuntime });
    ({ app, predictions, http } = await predictApp({ models, sessions }));
    const { model } = await (await predict({ symbol: "EURUSD" })).json();
    await http.settle();
    const logged = [...predictions.rows.values()].map(({ type, modelVersion }) => `${type} ${modelVersion}`);
    return { answered: model.version, logged: logged.sort() };
  }

  it("predicts in the shadow, for nobody, what the active model answers", async () => {
    expect(await withCanary(0, [0.7, 0.2, 0.1])).toEqual({
      answered: "champion",
      logged: ["SHADOW next", "SIGNAL champion"],
    });
    const shadow = [...predictions.rows.values()].find(({ type }) => type === "SHADOW");
    expect(shadow).toMatchObject({ userId: undefined, apiKeyId: undefined, runtime: "evaluator" });
  });

  it("answers its share while the active model predicts in the shadow", async () => {
    expect(await withCanary(100, [0.7, 0.2, 0.1])).toEqual({
      answered: "next",
      logged: ["SHADOW champion", "SIGNAL next"],
    });
  });

  it("that fails is replaced by the active model, and the log says why", async () => {
    expect(await withCanary(100, [0.9, 0.9, 0.9])).toEqual({
      answered: "champion",
      logged: ["SIGNAL champion"],
    });
    expect(http.lines.some((line) => line.includes("background_work_failed"))).toBe(true);
  });

  it("does not learn from values that a caller put in", async () => {
    await withCanary(0, [0.7, 0.2, 0.1]);
    const before = predictions.rows.size;
    await predict({ symbol: "EURUSD", features: { [NAMES[0]!]: 1 }, log: "sync" });
    await http.settle();
    expect(predictions.rows.size).toBe(before + 1);
  });

  it("that is named answers alone", async () => {
    await withCanary(0, [0.7, 0.2, 0.1]);
    const before = predictions.rows.size;
    const { model } = await (await predict({ symbol: "EURUSD", model_version: "next" })).json();
    await http.settle();
    expect(model).toMatchObject({ version: "next", status: "canary" });
    expect(predictions.rows.size).toBe(before + 1);
  });
});

describe("GET /status", () => {
  it("counts the models in memory, for anyone", async () => {
    const count = async () => (await (await app.request("/ml-predict/status")).json()).models_loaded;
    expect(await count()).toBe(0);
    await predict({ symbol: "EURUSD" });
    await predict({ symbol: "EURUSD", model_version: "rejected" });
    expect(await count()).toBe(2);
  });
});
