import { beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryBarStore } from "../../shared/adapters/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../shared/adapters/memory/blob-store.ts";
import { createMemoryCache } from "../../shared/adapters/memory/cache.ts";
import { createMemoryFeatureStore } from "../../shared/adapters/memory/feature-store.ts";
import { createMemoryInstrumentStore } from "../../shared/adapters/memory/instrument-store.ts";
import { createMemoryModelMetricsStore } from "../../shared/adapters/memory/model-metrics-store.ts";
import { createMemoryModelStore } from "../../shared/adapters/memory/model-store.ts";
import { createMemoryPredictionLog } from "../../shared/adapters/memory/prediction-log.ts";
import { Failure } from "../../shared/failure.ts";
import { lookbackOf } from "../../shared/features/compute-features.ts";
import { createFeatureSet } from "../../shared/features/feature-set.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import { barrierDistances } from "../../shared/ml/labels/triple-barrier.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { DEFAULT_POLICY } from "../../shared/services/prediction/prediction-policy.ts";
import { sha256Hex } from "../../shared/sha256.ts";
import { TEST_API_KEYS, TEST_KEY_ID } from "../../tests/support/api-keys.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_NOW,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  TEST_USER_ID,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { modelOf } from "../../tests/support/models.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { createApp, type PredictDeps } from "./app.ts";

const HOUR = 3_600_000;
/** Two returns, the longer of which looks back on more bars than the barriers do. */
const FEATURES = createFeatureSet(
  [1, 150].map((bars) => ({
    name: `return_${bars}`,
    category: "price",
    doc: `Return over ${bars} bars.`,
    lookback: bars + 1,
    compute: ({ bars: { close } }) =>
      close.map((price, row) => price / (close[row - bars] ?? Number.NaN) - 1),
  })),
);
const NAMES = FEATURES.features.map(({ name }) => name);
const SYMBOLS = ["EURUSD", "NEW", "FLAT", "LONE"];
const SECRET = { apikey: TEST_SECRET_KEY };
const bearer = async () => ({
  apikey: TEST_PUBLISHABLE_KEY,
  authorization: `Bearer ${await signTestToken()}`,
});

const instrumentOf = (symbol: string): Instrument => ({
  symbol,
  assetClass: "fx",
  tickSize: 0.00001,
  hasVolume: false,
  calendar: { zone: "America/New_York", sessions: [] },
});

/** Hourly bars whose newest one closes at TEST_NOW. */
function barsUntilNow(rows: number): Bars {
  return randomWalkBars({ rows, seed: 7, start: TEST_NOW - rows * HOUR, price: 1.1, hasVolume: false });
}
const BARS = barsUntilNow(lookbackOf(FEATURES) + 50);
const LAST = BARS.ts.length - 1;

/** A runtime whose models are JSON: the probabilities that they always answer. */
const constantRuntime: Pick<ModelRuntime, "load"> = {
  load: async (bytes) => ({
    runtime: "evaluator",
    rowShape: [NAMES.length],
    run: async (_, rows) =>
      Float32Array.from(
        Array(rows)
          .fill(JSON.parse(new TextDecoder().decode(bytes)))
          .flat(),
      ),
    release: async () => {},
  }),
};

async function storeModel(
  blobs: BlobStore,
  fields: Partial<Model> & Pick<Model, "version">,
  answer: unknown,
) {
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  const file = { path: `${fields.version}.onnx`, sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
  await blobs.put(file.path, bytes);
  return modelOf({ featureSetVersion: FEATURES.version, symbols: SYMBOLS, file, ...fields });
}

async function setup(changes: Partial<PredictDeps> = {}) {
  const http = testHttpDeps();
  const predictions = createMemoryPredictionLog();
  const featureStore = createMemoryFeatureStore();
  const blobs = createMemoryBlobStore();
  const bars = createMemoryBarStore(SYMBOLS);
  const write = (symbol: string, columns: Bars) =>
    bars.write({ symbol, timeframe: "1h", bars: columns, onConflict: "skip" });
  await write("EURUSD", BARS);
  await write("NEW", sliceBars(BARS, LAST - 99));
  await write("LONE", sliceBars(BARS, LAST - 100));
  await write("FLAT", { ...BARS, close: BARS.close.map(() => 1) });
  const models = createMemoryModelStore([
    await storeModel(blobs, { version: "champion", state: "active" }, [0.1, 0.2, 0.7]),
    await storeModel(blobs, { version: "rejected", state: "rejected" }, [0.6, 0.3, 0.1]),
    await storeModel(blobs, { version: "outdated", featureSetVersion: "other" }, [0.6, 0.3, 0.1]),
    await storeModel(blobs, { version: "broken" }, [0.6, 0.6, 0.6]),
  ]);
  const deps: PredictDeps = {
    ...http,
    bars,
    instruments: createMemoryInstrumentStore(SYMBOLS.map(instrumentOf)),
    models,
    featureSet: FEATURES,
    featureStore,
    modelMetrics: createMemoryModelMetricsStore(),
    sessions: createModelSessions({ blobs, runtime: constantRuntime }),
    policy: DEFAULT_POLICY,
    cache: createMemoryCache(http.clock),
    predictions,
    ...changes,
  };
  return { app: createApp(deps), predictions, featureStore, http, blobs };
}

let app: ReturnType<typeof createApp>;
let predictions: ReturnType<typeof createMemoryPredictionLog>;
let http: ReturnType<typeof testHttpDeps>;
beforeEach(async () => {
  ({ app, predictions, http } = await setup());
});

function predict(body: unknown, headers: Record<string, string> = SECRET, path = "") {
  return app.request(`/ml-predict${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

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
    ({ app } = await setup({ bars }));
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
    ({ app } = await setup({ bars: { ...bars, read } }));
    await Promise.all(Array.from({ length: 20 }, () => predict({ symbol: "EURUSD" })));
    const limits = read.mock.calls.map(([{ limit }]) => limit);
    // The newest bar alone, then the bars that its features look back on.
    expect(limits).toEqual([1, lookbackOf(FEATURES)]);
  });

  it("keeps the features of each new bar, once", async () => {
    const { app, featureStore, http } = await setup();
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
    ({ app, http } = await setup({ cache: { kind: "upstash", get: down, set: async () => {}, ping: down } }));
    expect((await predict({ symbol: "EURUSD" })).status).toBe(200);
  });
});

describe("abstention and the neutral band", () => {
  it("HOLD, with its reason, when bars are missing that the calendar has", async () => {
    const late = { ...testHttpDeps().clock, now: () => TEST_NOW + 4 * HOUR };
    ({ app } = await setup({ clock: late }));
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
    ({ app } = await setup({ clock: late }));
    expect(await (await predict({ symbol: "EURUSD" })).json()).toMatchObject({ direction: "BUY" });
  });

  const APPLICABILITY = { medians: [0, 0], scales: [0.01, 0.1], limit: 5, required: NAMES };
  async function withStatistics(body: object) {
    const blobs = createMemoryBlobStore();
    const model = await storeModel(
      blobs,
      {
        version: "judged",
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
    ({ app } = await setup({ models: createMemoryModelStore([model]), sessions }));
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
    expect(await (await predict({ symbol: "EURUSD", neutral_band: 0.7 })).json()).toMatchObject({
      direction: "HOLD",
      abstained: false,
      reason: { code: "neutral_band" },
    });
  });
});

describe("POST /batch", () => {
  const batch = async (body: object, headers?: Record<string, string>) => {
    const answer = await predict(body, headers, "/batch");
    return { status: answer.status, cache: answer.headers.get("x-cache"), body: await answer.json() };
  };

  it("runs 1,000 rows of a model at once, each with its own answer and its own row in the log", async () => {
    const run = vi.fn(async (_: Float32Array, rows: number) =>
      Float32Array.from({ length: rows * 3 }, (_, i) => [0.1, 0.2, 0.7][i % 3]!),
    );
    const runtime: Pick<ModelRuntime, "load"> = {
      load: async () => ({ runtime: "evaluator", rowShape: [NAMES.length], run, release: async () => {} }),
    };
    const { blobs } = await setup();
    await storeModel(blobs, { version: "champion" }, [0.1, 0.2, 0.7]);
    ({ app, predictions, http } = await setup({ sessions: createModelSessions({ blobs, runtime }) }));
    const items = Array.from({ length: 1_000 }, (_, i) => ({
      symbol: "EURUSD",
      features: { [NAMES[0]!]: i / 1_000 },
    }));
    const { status, body } = await batch({ items, log: "sync" });
    expect({ status, ...body, results: body.results.length }).toMatchObject({
      status: 200,
      succeeded: 1_000,
      failed: 0,
      results: 1_000,
    });
    expect(run.mock.calls.map(([, rows]) => rows)).toEqual([1_000]);
    const features = body.results.map(
      ({ answer }: { answer: { id: string } }) => predictions.rows.get(answer.id)!.features[NAMES[0]!],
    );
    expect(features).toEqual(items.map((item) => Math.fround(item.features[NAMES[0]!]!)));
  });

  it("gives an item that fails its own problem, and the others their answers", async () => {
    const { status, body } = await batch({
      items: [
        { symbol: "NOPE" },
        { symbol: "EURUSD" },
        { symbol: "NEW" },
        { symbol: "EURUSD", features: { nonsense: 1 } },
        { symbol: "EURUSD", model_version: "broken" },
        { symbol: "EURUSD", timeframe: "5m" },
        { symbol: "EURUSD", model_version: "rejected" },
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 2, failed: 5 });
    const told = body.results.map(
      ({ answer, problem }: { answer: { direction: string } | null; problem: { code: string } | null }) =>
        answer?.direction ?? problem?.code,
    );
    expect(told).toEqual([
      "unknown_symbol",
      "BUY",
      "not_enough_bars",
      "invalid_request",
      "unsupported_model",
      "no_active_model",
      "SELL",
    ]);
    expect(body.results[3].problem.errors[0].pointer).toBe("/features/nonsense");
    await http.settle();
    expect(predictions.rows.size).toBe(2);
  });

  it("takes from the request what an item leaves out", async () => {
    const { body } = await batch({
      items: [{ symbol: "EURUSD" }, { symbol: "EURUSD", model_version: "champion" }],
      model_version: "rejected",
    });
    const versions = body.results.map(
      ({ answer }: { answer: { model: { version: string } } }) => answer.model.version,
    );
    expect(versions).toEqual(["rejected", "champion"]);
  });

  it("refuses the items of a test key that are on real symbols, and no others", async () => {
    const { status, body } = await batch(
      { items: [{ symbol: "EURUSD" }, { symbol: "SYN-NOPE" }] },
      { "x-api-key": TEST_API_KEYS.test },
    );
    expect(status).toBe(200);
    const codes = body.results.map(({ problem }: { problem: { code: string } }) => problem.code);
    expect(codes).toEqual(["test_key", "unknown_symbol"]);
  });

  it.each([
    ["no items", { items: [] }, "/items"],
    ["1,001 items", { items: Array(1_001).fill({ symbol: "EURUSD" }) }, "/items"],
    ["an item without a symbol", { items: [{ symbol: "EURUSD" }, {}] }, "/items/1/symbol"],
    ["an item with a member that is none", { items: [{ symbol: "EURUSD", log: "sync" }] }, "/items/0"],
    ["21 items to explain", { items: Array(21).fill({ symbol: "EURUSD" }), explain: true }, "/explain"],
    ["a band beyond 1", { items: [{ symbol: "EURUSD" }], neutral_band: 1.5 }, "/neutral_band"],
    ["a coverage that nothing is stored for", { items: [{ symbol: "EURUSD" }], coverage: 0.85 }, "/coverage"],
  ])("refuses %s", async (_, body, pointer) => {
    const { status, body: problem } = await batch(body);
    expect(status).toBe(400);
    expect(problem.errors[0].pointer).toBe(pointer);
  });

  it("is for users, secret keys and API keys with the scope", async () => {
    const items = [{ symbol: "EURUSD" }];
    expect((await batch({ items }, {})).status).toBe(401);
    expect((await batch({ items }, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await batch({ items }, { "x-api-key": TEST_API_KEYS.modelsOnly })).status).toBe(403);
    expect((await batch({ items }, await bearer())).status).toBe(200);
  });
});

describe("POST /multi-horizon", () => {
  async function withHorizons() {
    const { blobs } = await setup();
    const minute = { timeframe: "1m" as const, horizonBars: 5 };
    const hourly = { timeframe: "1h" as const, horizonBars: 24 };
    const models = createMemoryModelStore([
      await storeModel(blobs, { version: "five", state: "active", ...minute }, [0.1, 0.2, 0.7]),
      await storeModel(blobs, { version: "day", state: "active", ...hourly }, [0.7, 0.2, 0.1]),
    ]);
    const bars = createMemoryBarStore(SYMBOLS);
    const minutes = randomWalkBars({ rows: 200, seed: 3, start: TEST_NOW - 200 * 60_000, stepMs: 60_000 });
    await bars.write({ symbol: "EURUSD", timeframe: "1m", bars: minutes, onConflict: "skip" });
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    ({ app } = await setup({
      models,
      bars,
      sessions: createModelSessions({ blobs, runtime: constantRuntime }),
    }));
  }
  const horizons = async (body: object, headers?: Record<string, string>) => {
    const answer = await predict({ symbol: "EURUSD", ...body }, headers, "/multi-horizon");
    return { status: answer.status, body: await answer.json() };
  };

  it("answers each horizon from its own timeframe, or says why not", async () => {
    await withHorizons();
    const { status, body } = await horizons({ horizons: ["5m", "1h", "1d"] });
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

describe("answers that are known", () => {
  const ask = async (body: object = {}) => {
    const answer = await predict({ symbol: "EURUSD", ...body });
    return { cache: answer.headers.get("x-cache"), prediction: await answer.json() };
  };

  it("are given again, each under an id of its own and to the log of who asked", async () => {
    const first = await ask();
    const second = await ask();
    expect([first.cache, second.cache]).toEqual(["miss", "hit"]);
    const same = ({ prediction: { id: _, ...rest } }: typeof first) => rest;
    expect(same(second)).toEqual(same(first));
    await http.settle();
    expect([...predictions.rows.keys()].sort()).toEqual([first.prediction.id, second.prediction.id].sort());
  });

  it.each([
    ["features", { features: { [NAMES[0]!]: 0.5 } }],
    ["a band", { neutral_band: 0.2 }],
    ["a coverage", { coverage: 0.8 }],
    ["an explanation", { explain: true }],
    ["a model", { model_version: "rejected" }],
  ])("are not those of another question: %s", async (_, body) => {
    await ask();
    expect((await ask(body)).cache).toBe("miss");
    expect((await ask(body)).cache).toBe("hit");
  });

  it("are shared between isolates by the cache", async () => {
    const cache = createMemoryCache(testHttpDeps().clock);
    ({ app, http } = await setup({ cache }));
    await ask();
    await http.settle();
    const load = vi.fn();
    ({ app } = await setup({ cache, sessions: { use: load, count: () => 0 } }));
    expect((await ask()).cache).toBe("hit");
    expect(load).not.toHaveBeenCalled();
  });

  it("are forgotten after their time, at the bar's close, and when the bar is corrected", async () => {
    const time = { ms: 30 * 60_000 };
    const clock = { now: () => TEST_NOW + time.ms, elapsed: () => time.ms };
    const bars = createMemoryBarStore(SYMBOLS);
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    ({ app } = await setup({ clock, bars, cache: createMemoryCache(clock) }));
    const cacheAfter = async (ms: number) => {
      time.ms += ms;
      return (await ask()).cache;
    };
    expect(await cacheAfter(0)).toBe("miss");
    expect(await cacheAfter(44_000)).toBe("hit");
    expect(await cacheAfter(1_000)).toBe("miss");
    const newest = sliceBars(BARS, LAST);
    const corrected = { ...newest, close: newest.close.map((close) => close * 0.9999) };
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: corrected, onConflict: "replace" });
    expect(await cacheAfter(1_000)).toBe("miss");
    // Half a minute before the hour is over.
    time.ms = 60 * 60_000 - 30_000;
    expect(await cacheAfter(0)).toBe("miss");
    expect(await cacheAfter(29_000)).toBe("hit");
    expect(await cacheAfter(1_000)).toBe("miss");
  });

  it("can be turned off", async () => {
    ({ app } = await setup({ policy: { ...DEFAULT_POLICY, cacheMs: 0 } }));
    expect([(await ask()).cache, (await ask()).cache]).toEqual(["miss", "miss"]);
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
    ({ app } = await setup({ predictions: { append } }));
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
    const { blobs } = await setup();
    const champion = await storeModel(blobs, { version: "champion", state: "active" }, [0.1, 0.2, 0.7]);
    const next = await storeModel(
      blobs,
      { version: "next", state: "canary", canaryPercent: percent },
      answer,
    );
    const models = createMemoryModelStore([champion, next]);
    const sessions = createModelSessions({ blobs, runtime: constantRuntime });
    ({ app, predictions, http } = await setup({ models, sessions }));
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
