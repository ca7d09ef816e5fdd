import { beforeAll, describe, expect, it } from "vitest";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import { rsi } from "../../shared/indicators/momentum/rsi.ts";
import { correlation } from "../../shared/indicators/statistics/correlation.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { signTestToken, TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";
import {
  BARS,
  type IndicatorsApp,
  indicatorsApp,
  OTHER,
  ROWS,
  WEIGHTS,
} from "../../tests/support/indicators-app.ts";

let app: IndicatorsApp;
beforeAll(async () => {
  app = await indicatorsApp();
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
