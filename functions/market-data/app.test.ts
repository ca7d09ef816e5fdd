import { beforeEach, describe, expect, it } from "vitest";
import type { BarGap } from "../../shared/ports/bar-store.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import {
  signTestToken,
  TEST_NOW,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { FX } from "../../tests/support/instruments.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { createMemoryInstrumentStore } from "../../tests/support/memory/instrument-store.ts";
import { withUndeclaredSymbol } from "../../tests/support/undeclared-symbol.ts";
import { createApp } from "./app.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 2);
const secret = { apikey: TEST_SECRET_KEY, "content-type": "application/json" };

function columns(count: number) {
  const price = (offset: number) => Array.from({ length: count }, (_, i) => 1.1 + i / 1000 + offset);
  return {
    ts: Array.from({ length: count }, (_, i) => START + i * HOUR),
    open: price(0),
    high: price(0.01),
    low: price(-0.01),
    close: price(0.005),
  };
}

let app: ReturnType<typeof createApp>;
function mount(gaps: readonly BarGap[] = []) {
  app = createApp({
    ...testHttpDeps(),
    bars: withUndeclaredSymbol(createMemoryBarStore(gaps), "NOPE"),
    instruments: createMemoryInstrumentStore([{ ...FX, symbol: "EURUSD" }]),
  });
}
beforeEach(() => mount());

function post(body: unknown, headers: Record<string, string> = secret) {
  return app.request("/market-data/bars", { method: "POST", headers, body: JSON.stringify(body) });
}

async function get(path: string) {
  return await app.request(`/market-data/${path}`, {
    headers: { authorization: `Bearer ${await signTestToken()}` },
  });
}

describe("POST /bars", () => {
  it("stores columns, and storing them again changes nothing", async () => {
    const body = { symbol: "EURUSD", timeframe: "H1", bars: columns(5) };
    const first = await post(body);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({
      symbol: "EURUSD",
      timeframe: "1h",
      inserted: 5,
      replaced: 0,
      skipped: 0,
      gaps: 0,
    });
    expect(await (await post(body)).json()).toMatchObject({ inserted: 0, replaced: 0, skipped: 5 });
    const bars = { ...columns(5), volume: [1, 1, 0, 0, 0] };
    expect(await (await post({ ...body, bars, on_conflict: "replace" })).json()).toMatchObject({
      replaced: 2,
      skipped: 3,
    });
  });

  it("takes rows as well, with times as ISO text", async () => {
    const bars = [{ ts: "2024-01-02T00:00:00Z", open: 1, high: 2, low: 0.5, close: 1.5, volume: 7 }];
    await post({ symbol: "EURUSD", timeframe: "1h", bars });
    const page = await (await get("bars?symbol=EURUSD&timeframe=1h")).json();
    expect(page).toMatchObject({
      count: 1,
      bars: { ts: [START], open: [1], volume: [7] },
      next_cursor: null,
    });
  });

  it("reports gaps and does not refuse them", async () => {
    mount([{ from: START + 2 * HOUR, to: START + 12 * HOUR, missing: 10 }]);
    const { ts, ...prices } = columns(4);
    const shifted = ts.map((t, i) => (i < 2 ? t : t + 10 * HOUR));
    const answer = await post({ symbol: "EURUSD", timeframe: "1h", bars: { ts: shifted, ...prices } });
    expect(await answer.json()).toMatchObject({ inserted: 4, gaps: 1 });
    const { gaps } = await (await get("gaps?symbol=EURUSD&timeframe=1h")).json();
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
    const answer = await post({ symbol: "EURUSD", timeframe: "1h", bars });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = await answer.json();
    expect(problem).toMatchObject({ code: "invalid_request", status: 400 });
    expect(problem.errors[0].pointer).toBe(pointer);
    expect(await (await get("bars?symbol=EURUSD&timeframe=1h")).json()).toMatchObject({ count: 0 });
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
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });

  it("refuses text that is no JSON, and a body over the limit", async () => {
    const broken = await app.request("/market-data/bars", { method: "POST", headers: secret, body: "{" });
    expect(broken.status).toBe(400);
    const huge = await app.request("/market-data/bars", {
      method: "POST",
      headers: secret,
      body: "x".repeat(11 * 1024 * 1024),
    });
    expect(huge.status).toBe(413);
    expect(await huge.json()).toMatchObject({ code: "payload_too_large" });
  });

  it("answers 404 for a symbol nobody has declared", async () => {
    const answer = await post({ symbol: "NOPE", timeframe: "1h", bars: columns(1) });
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
    expect((await post(body, { "content-type": "application/json" })).status).toBe(401);
    expect((await post(body, await bearer({}))).status).toBe(403);
    expect((await post(body, await bearer({ app_metadata: { role: "operator" } }))).status).toBe(200);
  });
});

describe("GET /bars", () => {
  it("pages by cursor without losing or repeating a bar", async () => {
    await post({ symbol: "EURUSD", timeframe: "1h", bars: columns(7) });
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page = await (await get(`bars?symbol=EURUSD&timeframe=1h&limit=3${query}`)).json();
      seen.push(...page.bars.ts);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(columns(7).ts);
  });

  it("takes a range in either spelling of time", async () => {
    await post({ symbol: "EURUSD", timeframe: "1h", bars: columns(7) });
    const page = await (
      await get(`bars?symbol=EURUSD&timeframe=H1&from=2024-01-02T02:00:00Z&to=${START + 4 * HOUR}`)
    ).json();
    expect(page.bars.ts).toEqual([START + 2 * HOUR, START + 3 * HOUR]);
  });

  it.each([
    "bars?timeframe=1h",
    "bars?symbol=EURUSD&timeframe=1h&limit=0",
    "bars?symbol=EURUSD&timeframe=1h&from=soon",
    "bars?symbol=EURUSD&timeframe=1h&resample_from=4h",
    "bars?symbol=EURUSD&timeframe=1h&resample_from=1h",
  ])("refuses %s", async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].pointer).toMatch(/^\/query\//);
  });
});

describe("resampling", () => {
  const resample = (body: object, headers: Record<string, string> = secret) =>
    app.request("/market-data/bars/resample", { method: "POST", headers, body: JSON.stringify(body) });
  const BODY = { symbol: "EURUSD", timeframe: "4h", resample_from: "1h" };

  it("gives bars of a higher timeframe, and says that the last one is still forming", async () => {
    await post({ symbol: "EURUSD", timeframe: "1h", bars: columns(10) });
    const page = await (await get("bars?symbol=EURUSD&timeframe=4h&resample_from=1h")).json();
    // Currencies trade from 22:00 UTC on in winter, so four hours of it begin at 22:00, 2:00, 6:00.
    expect(page.bars.ts).toEqual([START - 2 * HOUR, START + 2 * HOUR, START + 6 * HOUR]);
    expect(page.bars.open[1]).toBe(columns(10).open[2]);
    expect(page.bars.close[1]).toBe(columns(10).close[5]);
    expect(page.last_is_partial).toBe(false);
    const shorter = await (
      await get(`bars?symbol=EURUSD&timeframe=4h&resample_from=1h&to=${START + 5 * HOUR}`)
    ).json();
    expect(shorter).toMatchObject({ count: 2, last_is_partial: false });
  });

  it("stores them for indicators and trainings, whole bars alone, and only once", async () => {
    await post({ symbol: "EURUSD", timeframe: "1h", bars: columns(9) });
    const first = await resample(BODY);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({
      symbol: "EURUSD",
      timeframe: "4h",
      inserted: 2,
      replaced: 0,
      skipped: 0,
      next_from: null,
    });
    expect(await (await resample(BODY)).json()).toMatchObject({ inserted: 0, skipped: 2 });
    const stored = await (await get("bars?symbol=EURUSD&timeframe=4h")).json();
    expect(stored.bars.ts).toEqual([START - 2 * HOUR, START + 2 * HOUR]);
  });

  it.each([
    ["a source that is no lower timeframe", { ...BODY, resample_from: "1d" }, 400],
    ["no source", { symbol: "EURUSD", timeframe: "4h" }, 400],
    ["an unknown symbol", { ...BODY, symbol: "NOPE" }, 404],
  ])("refuses %s", async (_, body, status) => {
    expect((await resample(body)).status).toBe(status);
  });

  it("is stored by secret keys and operators only", async () => {
    const user = { authorization: `Bearer ${await signTestToken()}`, "content-type": "application/json" };
    expect((await resample(BODY, user)).status).toBe(403);
  });
});

describe("an API key", () => {
  it.each(["bars", "gaps"])(
    "reads %s with its scope, a test key those of synthetic symbols only",
    async (path) => {
      const withKey = async (key: string) => {
        const query = "symbol=EURUSD&timeframe=1h";
        const answer = await app.request(`/market-data/${path}?${query}`, { headers: { "x-api-key": key } });
        return [answer.status, (await answer.json()).code];
      };
      expect(await withKey(TEST_API_KEYS.full)).toEqual([200, undefined]);
      expect(await withKey(TEST_API_KEYS.modelsOnly)).toEqual([403, "insufficient_scope"]);
      expect(await withKey(TEST_API_KEYS.test)).toEqual([403, "test_key"]);
    },
  );

  it("stores nothing", async () => {
    const headers = { "x-api-key": TEST_API_KEYS.full, "content-type": "application/json" };
    expect((await post({ symbol: "EURUSD", timeframe: "1h", bars: columns(1) }, headers)).status).toBe(403);
  });
});
