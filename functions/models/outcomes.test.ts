import { expect, test } from "vitest";
import { createLabelSpec } from "../../shared/ml/labels/label-spec.ts";
import { TEST_CRON_KEY } from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { createMemoryOutcomeStore } from "../../tests/support/memory/outcome-store.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { createApp } from "./app.ts";

const BARS = randomWalkBars({ rows: 700, seed: 3, start: 0, price: 100, hasVolume: false });
/** 1,500 bars under three rules: more than one call takes. */
const WAITING = [1, 2, 3].flatMap((barrierMultiple) =>
  Array.from({ length: 500 }, (_, i) => ({
    symbol: "EURUSD",
    timeframe: "1h" as const,
    barTs: BARS.ts[i + 150]!,
    labelSpec: createLabelSpec({ horizonBars: 12, barrierMultiple }),
    storedRule: {},
  })),
);

test("more outcomes than fit one call are settled by calls that follow by themselves, and the last one ends it", async () => {
  const bars = createMemoryBarStore();
  await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
  const outcomes = createMemoryOutcomeStore(WAITING);
  const answers: { predictions: number; more: boolean }[] = [];
  const work: Promise<unknown>[] = [];
  async function run() {
    const app = createApp(
      testModelsDeps({
        bars,
        outcomes,
        outcomesWaker: { wake: run },
        background: (link) => void work.push(link),
      }),
    );
    const headers = { apikey: TEST_CRON_KEY };
    const answer = await app.request("/models/outcomes/run", { method: "POST", headers });
    answers.push(await answer.json());
  }
  await run();
  while (work.length > 0) await work.shift();
  expect(answers).toMatchObject([
    { predictions: 1_000, more: true },
    { predictions: 500, more: false },
  ]);
  expect(outcomes.settled).toHaveLength(WAITING.length);
});
