import { beforeEach, describe, expect, it } from "vitest";
import { signTestToken, TEST_NOW, TEST_PUBLISHABLE_KEY } from "../../tests/support/http-deps.ts";
import { columns, HOUR, marketDataApp, SECRET_HEADERS, START } from "../../tests/support/market-data-app.ts";

let platform: ReturnType<typeof marketDataApp>;
beforeEach(() => {
  platform = marketDataApp();
});

describe("POST /bars", () => {
  it("stores columns, and storing them again changes nothing", async () => {
    const body = { symbol: "EURUSD", timeframe: "H1", bars: columns(5) };
    const first = await platform.post(body);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({
      symbol: "EURUSD",
      timeframe: "1h",
      inserted: 5,
      replaced: 0,
      skipped: 0,
      gaps: 0,
    });
    expect(await (await platform.post(body)).json()).toMatchObject({ inserted: 0, replaced: 0, skipped: 5 });
    const bars = { ...columns(5), volume: [1, 1, 0, 0, 0] };
    expect(await (await platform.post({ ...body, bars, on_conflict: "replace" })).json()).toMatchObject({
      replaced: 2,
      skipped: 3,
    });
  });

  it("takes rows as well, with times as ISO text", async () => {
    const bars = [{ ts: "2024-01-02T00:00:00Z", open: 1, high: 2, low: 0.5, close: 1.5, volume: 7 }];
    await platform.post({ symbol: "EURUSD", timeframe: "1h", bars });
    const page = await (await platform.get("bars?symbol=EURUSD&timeframe=1h")).json();
    expect(page).toMatchObject({
      count: 1,
      bars: { ts: [START], open: [1], volume: [7] },
      next_cursor: null,
    });
  });

  it("reports gaps and does not refuse them", async () => {
    platform = marketDataApp([{ from: START + 2 * HOUR, to: START + 12 * HOUR, missing: 10 }]);
    const { ts, ...prices } = columns(4);
    const shifted = ts.map((t, i) => (i < 2 ? t : t + 10 * HOUR));
    const answer = await platform.post({
      symbol: "EURUSD",
      timeframe: "1h",
      bars: { ts: shifted, ...prices },
    });
    expect(await answer.json()).toMatchObject({ inserted: 4, gaps: 1 });
    const { gaps } = await (await platform.get("gaps?symbol=EURUSD&timeframe=1h")).json();
    expect(gaps).toEqual([{ from: "2024-01-02T02:00:00.000Z", to: "2024-01-02T12:00:00.000Z", missing: 10 }]);
  });

  const withColumn = (change: Partial<Record<string, unknown>>) => ({ ...columns(3), ...change });
  it.each([
    ["a duplicate", withColumn({ ts: [START, START, START + HOUR] }), "/bars/ts/1"],
    ["an unaligned time", withColumn({ ts: [START, START + 1, START + HOUR] }), "/bars/ts/1"],
    ["a time in the future", withColumn({ ts: [START, START + HOUR, TEST_NOW + HOUR] }), "/bars/ts/2"],
    ["high below low", withColumn({ high: [2, 0.5, 2] }), "/bars/high/1"],
    ["a close outside the bar", withColumn({ close: [1.1, 9, 1.1] }), "/bars/high/1"],
    ["a negative volume", withColumn({ volume: [1, 1, -1] }), "/bars/volume/2"],
  ])("refuses %s with a pointer to the row, and stores nothing", async (_, bars, pointer) => {
    const answer = await platform.post({ symbol: "EURUSD", timeframe: "1h", bars });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = await answer.json();
    expect(problem).toMatchObject({ code: "invalid_request", status: 400 });
    expect(problem.errors[0].pointer).toBe(pointer);
    expect(await (await platform.get("bars?symbol=EURUSD&timeframe=1h")).json()).toMatchObject({ count: 0 });
  });

  it.each([
    ["no body", undefined],
    ["an empty object", {}],
    ["null prices", { symbol: "EURUSD", timeframe: "1h", bars: withColumn({ open: [1, null, 1] }) }],
    ["columns of different lengths", { symbol: "EURUSD", timeframe: "1h", bars: withColumn({ close: [1] }) }],
    ["an unknown timeframe", { symbol: "EURUSD", timeframe: "7h", bars: columns(3) }],
    ["an unknown member", { symbol: "EURUSD", timeframe: "1h", bars: columns(3), extra: 1 }],
    ["an empty run", { symbol: "EURUSD", timeframe: "1h", bars: columns(0) }],
  ])("refuses %s", async (_, body) => {
    const answer = await platform.post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });

  it("refuses text that is no JSON, and a body over the limit", async () => {
    const broken = await platform.app.request("/market-data/bars", {
      method: "POST",
      headers: SECRET_HEADERS,
      body: "{",
    });
    expect(broken.status).toBe(400);
    const huge = await platform.app.request("/market-data/bars", {
      method: "POST",
      headers: SECRET_HEADERS,
      body: "x".repeat(11 * 1024 * 1024),
    });
    expect(huge.status).toBe(413);
    expect(await huge.json()).toMatchObject({ code: "payload_too_large" });
  });

  it("answers 404 for a symbol nobody has declared", async () => {
    const answer = await platform.post({ symbol: "NOPE", timeframe: "1h", bars: columns(1) });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "unknown_symbol" });
  });

  it("is for secret keys and operators only", async () => {
    const body = { symbol: "EURUSD", timeframe: "1h", bars: columns(1) };
    const bearer = async (claims: object) => ({
      apikey: TEST_PUBLISHABLE_KEY,
      authorization: `Bearer ${await signTestToken({ ...claims })}`,
      "content-type": "application/json",
    });
    expect((await platform.post(body, { "content-type": "application/json" })).status).toBe(401);
    expect((await platform.post(body, await bearer({}))).status).toBe(403);
    expect((await platform.post(body, await bearer({ app_metadata: { role: "operator" } }))).status).toBe(
      200,
    );
  });
});
