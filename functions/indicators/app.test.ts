import { beforeAll, describe, expect, it } from "vitest";
import { createMemoryBarStore } from "../../shared/adapters/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../shared/adapters/memory/blob-store.ts";
import { createMemoryCache } from "../../shared/adapters/memory/cache.ts";
import { createMemoryFeatureStore } from "../../shared/adapters/memory/feature-store.ts";
import { createMemoryInstrumentStore } from "../../shared/adapters/memory/instrument-store.ts";
import { createMemoryModelMetricsStore } from "../../shared/adapters/memory/model-metrics-store.ts";
import { createMemoryModelStore } from "../../shared/adapters/memory/model-store.ts";
import { createMemoryPredictionLog } from "../../shared/adapters/memory/prediction-log.ts";
import { computeFeatures } from "../../shared/features/compute-features.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import { rsi } from "../../shared/indicators/momentum/rsi.ts";
import { correlation } from "../../shared/indicators/statistics/correlation.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { DEFAULT_POLICY } from "../../shared/services/prediction/prediction-policy.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { signTestToken, TEST_NOW, TEST_SECRET_KEY, testHttpDeps } from "../../tests/support/http-deps.ts";
import { STOCK } from "../../tests/support/instruments.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { createApp } from "./app.ts";

const HOUR = 3_600_000;
const ROWS = 1_500;
const barsUntilNow = (seed: number): Bars =>
  randomWalkBars({ rows: ROWS, seed, start: TEST_NOW - ROWS * HOUR, price: 1.1, hasVolume: true });
const BARS = barsUntilNow(1);
const OTHER = barsUntilNow(2);
const WEIGHTS = [
  { indicator_name: "rsi", current_weight: 2, weight_category: "momentum" },
  { indicator_name: "sma", current_weight: 1, weight_category: "trend" },
];

let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  const http = testHttpDeps();
  const bars = createMemoryBarStore(["EURUSD", "GBPUSD", "STOCK", "NEW", "EMPTY"]);
  const write = (symbol: string, columns: Bars) =>
    bars.write({ symbol, timeframe: "1h", bars: columns, onConflict: "skip" });
  await write("EURUSD", BARS);
  await write("GBPUSD", OTHER);
  await write("STOCK", BARS);
  await write("NEW", sliceBars(BARS, ROWS - 10));
  app = createApp({
    ...http,
    bars,
    weights: { latest: () => Promise.resolve(WEIGHTS) },
    ledger: { all: async () => [], apply: async () => {}, closedTrades: async () => [] },
    instruments: createMemoryInstrumentStore([STOCK, { ...STOCK, symbol: "NEW" }]),
    models: createMemoryModelStore([]),
    predictions: createMemoryPredictionLog(),
    policy: DEFAULT_POLICY,
    cache: createMemoryCache(http.clock),
    featureSet: FEATURE_SET,
    featureStore: createMemoryFeatureStore(),
    modelMetrics: createMemoryModelMetricsStore(),
    sessions: createModelSessions({
      blobs: createMemoryBlobStore(),
      runtime: { load: () => Promise.reject(new Error("no model is stored")) },
    }),
  });
});

async function analyse(
  body: object,
  headers: Record<string, string> = { apikey: TEST_SECRET_KEY },
  path = "",
) {
  const answer = await app.request(`/indicators${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

describe("POST /indicators", () => {
  it("answers the standard set at the newest closed bar, with weights and a summary", async () => {
    const { status, body } = await analyse({ symbol: "EURUSD", timeframe: "H1" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ symbol: "EURUSD", timeframe: "1h", weights: WEIGHTS, prediction: null });
    expect(body.bar.ts).toBe(BARS.ts[ROWS - 1]);
    expect(body.current_price).toBe(BARS.close[ROWS - 1]);
    expect(body.values.rsi).toBeCloseTo(rsi(BARS.close, 14)[ROWS - 1]!, 9);
  });

  it("gives a score that can be recomputed by hand from the answer", async () => {
    const { body } = await analyse({ symbol: "EURUSD", timeframe: "1h" });
    const { values, weighted_values, technical_summary } = body;
    const votes = {
      rsi: Math.max(-1, Math.min(1, (values.rsi - 50) / 20)),
      sma: Math.max(-1, Math.min(1, (values.close - values.sma) / values.atr)),
    };
    expect(weighted_values.rsi).toBeCloseTo(2 * votes.rsi, 12);
    expect(technical_summary.score).toBeCloseTo((2 * votes.rsi + votes.sma) / 3, 12);
  });

  it("answers requested indicators as columns, null in the warm-up", async () => {
    const indicators = ["rsi", { id: "sma", params: { period: 3 } }];
    const { body } = await analyse({ symbol: "EURUSD", timeframe: "1h", indicators, bars: 5 });
    expect(body.indicators.map(({ id }: { id: string }) => id)).toEqual(["rsi", "sma"]);
    const [, sma] = body.indicators;
    expect(sma).toMatchObject({ params: { period: 3 }, ts: Array.from(BARS.ts.subarray(-5)) });
    const newest = Array.from(BARS.close.subarray(-3)).reduce((sum, close) => sum + close / 3, 0);
    expect(sma.outputs.sma[4]).toBeCloseTo(newest, 12);
  });

  it("compares with another symbol", async () => {
    const request = { symbol: "EURUSD", timeframe: "1h", indicators: ["correlation"] };
    const { body } = await analyse({ ...request, reference: "GBPUSD" });
    const { period } = body.indicators[0].params;
    const expected = correlation(BARS.close, OTHER.close, period).correlation[ROWS - 1];
    expect(body.indicators[0].outputs.correlation[0]).toBeCloseTo(expected!, 9);
    expect(await analyse(request)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });

  it("computes every indicator of the catalogue with its defaults", async () => {
    for (const { id } of CATALOGUE) {
      const { status } = await analyse({
        symbol: "EURUSD",
        timeframe: "1h",
        indicators: [id],
        reference: "GBPUSD",
      });
      expect(status, id).toBe(200);
    }
  });

  it("says why there is no prediction, and answers the rest", async () => {
    const { status, body } = await analyse({ symbol: "EURUSD", timeframe: "1h", includePrediction: true });
    expect(status).toBe(200);
    expect(body.prediction).toBeNull();
    expect(body.prediction_problem).toMatchObject({ code: "unknown_symbol" });
  });

  it.each([
    ["an unknown indicator", { indicators: ["nope"] }, 400, "/indicators/0"],
    [
      "a parameter out of range",
      { indicators: ["rsi", { id: "sma", params: { period: 0 } }] },
      400,
      "/indicators/1/params",
    ],
    [
      "an unknown parameter",
      { indicators: [{ id: "sma", params: { length: 3 } }] },
      400,
      "/indicators/0/params",
    ],
    ["too few bars", { symbol: "NEW", indicators: ["rsi"] }, 422, "/indicators/0"],
    ["too many bars asked for", { bars: 100_000 }, 400, "/bars"],
  ])("refuses %s", async (_, change, status, pointer) => {
    const answer = await analyse({ symbol: "EURUSD", timeframe: "1h", ...change });
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it("refuses a symbol that nobody declared, and one without bars", async () => {
    expect(await analyse({ symbol: "NOPE" })).toMatchObject({
      status: 404,
      body: { code: "unknown_symbol" },
    });
    expect(await analyse({ symbol: "EMPTY" })).toMatchObject({
      status: 422,
      body: { code: "not_enough_bars" },
    });
  });

  it("is for users and secret keys", async () => {
    expect((await analyse({ symbol: "EURUSD" }, {})).status).toBe(401);
    const user = { authorization: `Bearer ${await signTestToken()}` };
    expect((await analyse({ symbol: "EURUSD", timeframe: "1h" }, user)).status).toBe(200);
  });
});

describe("POST /indicators/batch", () => {
  const EURUSD = { symbol: "EURUSD", timeframe: "1h" };
  const batch = (items: readonly object[], headers?: Record<string, string>) =>
    analyse({ items }, headers, "/batch");

  it("answers each item as it would alone, in the order asked", async () => {
    const items = [
      { ...EURUSD, indicators: ["rsi"], bars: 3 },
      { ...EURUSD, symbol: "GBPUSD" },
    ];
    const { status, body } = await batch(items);
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 2, failed: 0 });
    for (const [index, item] of items.entries()) {
      expect(body.results[index].answer).toEqual((await analyse(item)).body);
    }
  });

  it("gives an item that fails its own problem, and the others their answers", async () => {
    const { status, body } = await batch([
      { ...EURUSD, symbol: "NOPE" },
      EURUSD,
      { ...EURUSD, symbol: "EMPTY" },
      { ...EURUSD, indicators: ["nope"] },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 1, failed: 3 });
    const problems = body.results.map(({ problem }: { problem: { code: string } | null }) => problem?.code);
    expect(problems).toEqual(["unknown_symbol", undefined, "not_enough_bars", "invalid_request"]);
    expect(body.results[3].problem.errors[0].pointer).toBe("/indicators/0");
    expect(body.results[1].answer.bar.ts).toBe(BARS.ts[ROWS - 1]);
  });

  it.each([
    ["no items", [], "/items"],
    ["more items than fifty", Array(51).fill(EURUSD), "/items"],
    ["an item of another shape", [EURUSD, { ...EURUSD, timeframe: "7h" }], "/items/1/timeframe"],
  ])("refuses %s", async (_, items, pointer) => {
    const { status, body } = await batch(items);
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it("is for users and secret keys", async () => {
    expect((await batch([EURUSD], {})).status).toBe(401);
  });
});

describe("GET /indicators/catalogue and /features", () => {
  it("list everything, to anyone", async () => {
    const { indicators } = await (await app.request("/indicators/catalogue")).json();
    expect(indicators).toHaveLength(CATALOGUE.length);
    const { version, features } = await (await app.request("/indicators/features")).json();
    expect(version).toBe(FEATURE_SET.version);
    expect(features).toHaveLength(FEATURE_SET.features.length);
  });
});

describe("GET /indicators/features/values", () => {
  const values = async (query: Record<string, string>) => {
    const search = new URLSearchParams({ symbol: "STOCK", timeframe: "1h", ...query });
    const headers = { apikey: TEST_SECRET_KEY };
    const answer = await app.request(`/indicators/features/values?${search}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  const whole = computeFeatures(BARS, STOCK, "1h");
  const expected = (name: string, from: number, to: number) =>
    Array.from(
      whole.values.subarray(whole.names.indexOf(name) * ROWS + from, whole.names.indexOf(name) * ROWS + to),
      (value) => (Number.isNaN(value) ? null : value),
    );

  it("are those of the whole history, wherever the page begins", async () => {
    const { status, body } = await values({ from: String(BARS.ts[700]), limit: "3" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: FEATURE_SET.version, ts: Array.from(BARS.ts.subarray(700, 703)) });
    for (const { name } of FEATURE_SET.features) {
      const wanted = expected(name, 700, 703);
      body.features[name].forEach((value: number | null, i: number) => {
        // Window sums of another beginning round otherwise, in the last of float32's digits.
        expect(Math.abs((value ?? 0) - (wanted[i] ?? 0)), name).toBeLessThanOrEqual(
          1e-6 * Math.max(1, Math.abs(wanted[i] ?? 0)),
        );
      });
    }
    const after = await values({ cursor: body.next_cursor, limit: "1" });
    expect(after.body.ts).toEqual([BARS.ts[703]]);
  });

  it("begin with nulls where the history does, and end with a null cursor", async () => {
    const { body } = await values({ limit: "1000" });
    expect(body.features.sma_distance_200.slice(0, 199)).toEqual(Array(199).fill(null));
    expect(body.features.sma_distance_200[199]).toBeCloseTo(expected("sma_distance_200", 199, 200)[0]!, 5);
    const rest = await values({ cursor: body.next_cursor, limit: "1000" });
    expect(rest.body).toMatchObject({ next_cursor: null });
    expect(body.ts.length + rest.body.ts.length).toBe(ROWS);
  });

  it.each([
    [{ symbol: "NOPE" }, 404],
    [{ limit: "100000" }, 400],
    [{ timeframe: "7h" }, 400],
  ])("refuses %j", async (query, status) => {
    expect((await values(query)).status).toBe(status);
  });
});

describe("GET /indicators/chart.svg", () => {
  const draw = (
    query: Record<string, string>,
    headers: Record<string, string> = { apikey: TEST_SECRET_KEY },
  ) =>
    app.request(`/indicators/chart.svg?${new URLSearchParams({ symbol: "STOCK", ...query })}`, { headers });

  it("draws the newest bars with overlays and panels", async () => {
    const answer = await draw({ overlays: "sma(50), bollinger_bands(20,2.5)", panels: "rsi,macd(5,8,3)" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml");
    const svg = await answer.text();
    expect(svg.match(/class="candle /g)).toHaveLength(120);
    expect(svg.match(/class="panel"/g)).toHaveLength(2);
    for (const label of ["average (50)", "bands (20, 2.5)", "index (14)", "divergence (5, 8, 3)"]) {
      expect(svg).toContain(label);
    }
    expect(svg).toContain("America/New York");
  });

  it("takes size, number of bars, theme and zone", async () => {
    const query = { bars: "30", width: "600", height: "300", theme: "dark", zone: "utc" };
    const svg = await (await draw(query)).text();
    expect(svg).toMatch(/<svg [^>]*width="600" height="300"/);
    expect(svg.match(/class="candle /g)).toHaveLength(30);
    expect(svg).not.toContain("prefers-color-scheme");
    expect(svg).toContain("UTC");
  });

  it("draws every indicator of the catalogue, over the candles where it is in units of price", async () => {
    for (const { id, outputs } of CATALOGUE) {
      const place = Object.values(outputs).some(({ unit }) => unit === "price") ? "overlays" : "panels";
      const answer = await draw({ [place]: id, reference: "GBPUSD" });
      expect(answer.status, id).toBe(200);
      expect(await answer.text(), id).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each([
    ["an unknown overlay", { overlays: "sma,nope" }, "/query/overlays/1"],
    ["an unknown panel", { panels: "nope(3)" }, "/query/panels/0"],
    ["an overlay that is not in units of price", { overlays: "sma,rsi" }, "/query/overlays/1"],
    ["a parameter out of range", { overlays: "sma(0)" }, "/query/overlays/0/params"],
    ["a parameter that is no number", { overlays: "sma(x)" }, "/query/overlays/0"],
    ["an empty parameter", { panels: "macd(12,,9)" }, "/query/panels/0"],
    ["too many parameters", { panels: "rsi(14,2)" }, "/query/panels/0"],
    ["a list that cannot be read", { overlays: "sma(50" }, "/query/overlays/0"],
    ["an empty item", { overlays: "sma," }, "/query/overlays/1"],
    ["more than four panels", { panels: "rsi,rsi,rsi,rsi,rsi" }, "/query/panels"],
    ["more than eight overlays", { overlays: Array(9).fill("sma").join(",") }, "/query/overlays"],
    ["too few bars asked for", { bars: "19" }, "/query/bars"],
    ["too many bars asked for", { bars: "501" }, "/query/bars"],
    ["a width that is no number", { width: "wide" }, "/query/width"],
    ["a height too large", { height: "9999" }, "/query/height"],
    ["a height too small for its panels", { height: "300", panels: "rsi" }, "/query/height"],
    ["an unknown theme", { theme: "sepia" }, "/query/theme"],
    ["a symbol that is none", { symbol: "<svg>" }, "/query/symbol"],
    ["a comparison with nothing", { panels: "beta" }, "/reference"],
  ])("refuses %s", async (_, query: Record<string, string>, pointer) => {
    const answer = await draw(query);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect((await answer.json()).errors[0].pointer).toBe(pointer);
  });

  it("refuses an unknown symbol and one with too few bars", async () => {
    expect((await draw({ symbol: "NOPE" })).status).toBe(404);
    expect((await draw({ symbol: "NEW", panels: "rsi" })).status).toBe(422);
  });

  it("is for users and secret keys", async () => {
    expect((await draw({}, {})).status).toBe(401);
    expect((await draw({}, { authorization: `Bearer ${await signTestToken()}` })).status).toBe(200);
  });
});

describe("an API key", () => {
  const ITEM = { symbol: "STOCK", timeframe: "1h" };
  it.each<[string, string, object | undefined]>([
    ["POST", "", ITEM],
    ["POST", "/batch", { items: [ITEM] }],
    ["GET", "/chart.svg?symbol=STOCK", undefined],
    ["GET", "/features/values?symbol=STOCK&timeframe=1h", undefined],
  ])("asks %s %s with its scope, a test key about synthetic symbols only", async (method, path, body) => {
    const withKey = async (key: string) => {
      const answer = await app.request(`/indicators${path}`, {
        method,
        headers: { "x-api-key": key, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    expect((await withKey(TEST_API_KEYS.full)).status).toBe(200);
    expect(await withKey(TEST_API_KEYS.modelsOnly)).toMatchObject({
      status: 403,
      text: expect.stringContaining('"insufficient_scope"'),
    });
    // Of a batch each item has its own problem.
    const { status, text } = await withKey(TEST_API_KEYS.test);
    expect(status).toBe(path === "/batch" ? 200 : 403);
    expect(text).toContain('"test_key"');
  });
});
