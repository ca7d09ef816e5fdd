import { expect, test } from "vitest";
import { Random } from "../../shared/math/random.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { TEST_NOW } from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryCache } from "../../tests/support/memory/cache.ts";
import { createMemoryInstrumentStore } from "../../tests/support/memory/instrument-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { constantRuntime, postTo, predictApp, storeModel } from "../../tests/support/predict-app.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";

const MINUTE = 60_000;
const MINUTES = 3;
const USERS = 100;
const REQUESTS_A_MINUTE = 10;
const ISOLATES = 3;
const SYMBOLS = Array.from({ length: 40 }, (_, i) => `S${i}`);
/** Two horizons of each symbol: one whose bars close every minute under the answers, one whose bars stay. */
const SCOPES = [
  { timeframe: "1m", horizonBars: 5 },
  { timeframe: "1h", horizonBars: 24 },
] as const;
const STEP_MS = { "1m": MINUTE, "1h": 60 * MINUTE };
const ROWS = 160;

/** Bars from before the load until after it; those that have not closed yet nobody sees. */
async function barsOfAll() {
  const bars = createMemoryBarStore();
  for (const [seed, symbol] of SYMBOLS.entries()) {
    for (const { timeframe } of SCOPES) {
      const stepMs = STEP_MS[timeframe];
      const start = Math.floor(TEST_NOW / stepMs) * stepMs - (ROWS - MINUTES) * stepMs;
      const run = randomWalkBars({ rows: ROWS, seed, start, stepMs });
      await bars.write({ symbol, timeframe, bars: run, onConflict: "skip" });
    }
  }
  return bars;
}

/** A few symbols are everybody's, most are a few people's: the law of Zipf. */
function drawSymbol(random: Random): string {
  const upTo: number[] = [];
  for (const i of SYMBOLS.keys()) upTo.push((upTo.at(-1) ?? 0) + 1 / (i + 1));
  const draw = random.uniform() * upTo.at(-1)!;
  return SYMBOLS[upTo.findIndex((weight) => draw < weight)]!;
}

test(`${USERS} users who ask ${REQUESTS_A_MINUTE} times a minute are answered from memory at least 80 times in 100`, async () => {
  const time = { ms: 0 };
  const clock = { now: () => TEST_NOW + time.ms, elapsed: () => time.ms };
  const blobs = createMemoryBlobStore();
  const models = createMemoryModelStore(
    await Promise.all(
      SCOPES.map((scope) =>
        storeModel(
          blobs,
          { version: `v-${scope.timeframe}`, state: "active", symbols: SYMBOLS, ...scope },
          [0.1, 0.2, 0.7],
        ),
      ),
    ),
  );
  const instruments = createMemoryInstrumentStore(
    SYMBOLS.map((symbol) => ({
      symbol,
      assetClass: "synthetic",
      tickSize: 0.01,
      hasVolume: true,
      calendar: { zone: "UTC", sessions: [] },
    })),
  );
  const shared = { clock, bars: await barsOfAll(), instruments, models, cache: createMemoryCache(clock) };
  const isolates = await Promise.all(
    Array.from({ length: ISOLATES }, () =>
      predictApp({ ...shared, sessions: createModelSessions({ blobs, runtime: constantRuntime }) }),
    ),
  );
  const random = Random.seeded(1);
  const total = USERS * REQUESTS_A_MINUTE * MINUTES;
  let hits = 0;
  for (let request = 0; request < total; request++) {
    time.ms = Math.floor((request * MINUTES * MINUTE) / total);
    const { app, http } = isolates[Math.floor(random.uniform() * ISOLATES)]!;
    const { timeframe } = SCOPES[Math.floor(random.uniform() * SCOPES.length)]!;
    const answer = await postTo(app, "", { symbol: drawSymbol(random), timeframe });
    expect(answer.status).toBe(200);
    if (answer.headers.get("x-cache") === "hit") hits++;
    await http.settle();
  }
  console.log(`${((100 * hits) / total).toFixed(1)} % of ${total} requests were answered from memory.`);
  expect(hits / total).toBeGreaterThanOrEqual(0.8);
});
