import { beforeEach, describe, expect, it } from "vitest";
import { VOTES } from "../../shared/indicators/votes.ts";
import type { BoundedWeight } from "../../shared/indicators/weights/fit-weights.ts";
import { Random } from "../../shared/math/random.ts";
import type { RealisedTrade, WeightLedger, WeightOptimisation } from "../../shared/ports/weight-ledger.ts";
import {
  signTestToken,
  TEST_NOW,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { withUndeclaredSymbol } from "../../tests/support/undeclared-symbol.ts";
import { createApp } from "./app.ts";
import type { IndicatorsDeps } from "./deps.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SECRET = { apikey: TEST_SECRET_KEY };
const ROWS = 4_000;
const WEIGHTS: readonly BoundedWeight[] = Object.keys(VOTES).map((indicator_name) => ({
  indicator_name,
  weight_category: "trend",
  current_weight: 1,
  default_weight: 1,
  min_weight: 0.1,
  max_weight: 2,
}));

/** Trades that earn where the RSI at their entry agreed with them, and by chance elsewhere. */
function rsiTrades(count: number): RealisedTrade[] {
  const random = Random.seeded(1);
  return Array.from({ length: count }, (_, i) => {
    const openedAt = TEST_NOW - DAY * 300 + i * HOUR;
    const rsi = 30 + 40 * random.uniform();
    const direction = random.uniform() < 0.5 ? "BUY" : "SELL";
    const agrees = rsi > 50 === (direction === "BUY");
    const values = { close: 100, rsi, ema_12: 100 + random.normal(), atr: 1 };
    const profit = random.uniform() < (agrees ? 0.7 : 0.3) ? 1 : -1;
    return { symbol: "EURUSD", direction, openedAt, closedAt: openedAt + HOUR, profit, values };
  });
}

let applied: { optimisation: WeightOptimisation; actor: unknown }[];
let trades: RealisedTrade[];
let app: ReturnType<typeof createApp>;
beforeEach(async () => {
  applied = [];
  trades = rsiTrades(2_000);
  const bars = createMemoryBarStore();
  const walk = randomWalkBars({ rows: ROWS, seed: 1, start: TEST_NOW - ROWS * HOUR, hasVolume: true });
  await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: walk, onConflict: "skip" });
  const ledger: WeightLedger = {
    all: async () => [...WEIGHTS],
    apply: async (optimisation, actor) => {
      applied.push({ optimisation, actor });
    },
    closedTrades: async (since, limit) => trades.filter(({ openedAt }) => openedAt >= since).slice(-limit),
  };
  // No other operation is called here.
  app = createApp({
    ...testHttpDeps(),
    bars: withUndeclaredSymbol(bars, "NOPE"),
    ledger,
  } as unknown as IndicatorsDeps);
});

const optimise = (body: unknown, headers: Record<string, string> = SECRET) =>
  app.request("/indicators/weights/optimise", {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const weightOf = (answer: { weights: { indicator_name: string }[] }, name: string) =>
  answer.weights.find(({ indicator_name }) => indicator_name === name);

describe("POST /weights/optimise", () => {
  it("finds in realised trades which indicator was right, and moves nothing by itself", async () => {
    const answer = await (await optimise({ method: "trades" })).json();
    expect(answer).toMatchObject({ method: "trades", optimisation_id: null, samples: 2_000 });
    expect(weightOf(answer, "rsi")).toMatchObject({
      previous_weight: 1,
      new_weight: 2,
      importance_rank: 1,
      samples: 2_000,
    });
    expect(weightOf(answer, "ema_12")).toMatchObject({ new_weight: 1, effect: 0 });
    expect(weightOf(answer, "vwap")).toMatchObject({ new_weight: 1, samples: 0, performance: null });
    expect(applied).toEqual([]);
  });

  it("moves the weights when told to, in the name of who told it", async () => {
    const answer = await (await optimise({ method: "trades", dry_run: false })).json();
    expect(applied).toHaveLength(1);
    const [{ optimisation, actor }] = applied as [(typeof applied)[0]];
    expect(optimisation).toMatchObject({ id: answer.optimisation_id, method: "trades", symbols: 1 });
    expect(optimisation.weights).toHaveLength(WEIGHTS.length);
    expect(actor).toMatchObject({ kind: "secret", id: "secret:default", requestId: expect.any(String) });
  });

  it("leaves every weight at its default on a random walk", async () => {
    const answer = await (await optimise({ method: "signals", symbols: ["EURUSD"] })).json();
    expect(answer.samples).toBeGreaterThan(3_000);
    expect(answer.effective_samples).toBeLessThan(answer.samples / 4);
    for (const { new_weight, default_weight, effect } of answer.weights)
      expect([new_weight, effect]).toEqual([default_weight, 0]);
    expect(weightOf(answer, "rsi")).toMatchObject({ samples: expect.any(Number) });
  });

  it.each([
    [{ method: "signals", symbols: ["NOPE"] }, 404, "unknown_symbol"],
    [{ method: "signals", symbols: ["EMPTY"] }, 422, "not_enough_bars"],
    [{ method: "trades", days: 1 }, 422, "not_enough_trades"],
    [{ method: "guess" }, 400, "invalid_request"],
    [{ method: "signals", symbols: [] }, 400, "invalid_request"],
    [{ method: "signals", symbols: ["EURUSD"], horizon: 3 }, 400, "invalid_request"],
    [{ method: "trades", days: 0 }, 400, "invalid_request"],
    [{ method: "trades", dry_run: "no" }, 400, "invalid_request"],
    [{ method: "trades", force: true }, 400, "invalid_request"],
  ])("refuses %j", async (body, status, code) => {
    const answer = await optimise({ dry_run: false, ...body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(applied).toEqual([]);
  });

  it("is for operators and secret keys", async () => {
    const anon = { apikey: TEST_PUBLISHABLE_KEY };
    const bearer = { ...anon, authorization: `Bearer ${await signTestToken({})}` };
    expect((await optimise({ method: "trades" }, anon)).status).toBe(401);
    expect((await optimise({ method: "trades" }, bearer)).status).toBe(403);
  });
});
