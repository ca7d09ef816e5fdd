import { expect, test } from "vitest";
import { createMemoryPredictionLog } from "../../../tests/support/memory/prediction-log.ts";
import { createSignal } from "../../decision/decide.ts";
import { Failure } from "../../failure.ts";
import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";
import { createPredictionWriter } from "./prediction-writer.ts";

const UNIFORM = { sell: 1 / 3, hold: 1 / 3, buy: 1 / 3 };

function record(id: string): PredictionRecord {
  return {
    id,
    type: "SIGNAL",
    userId: undefined,
    apiKeyId: undefined,
    modelVersion: "v1",
    symbol: "EURUSD",
    timeframe: "1h",
    horizonBars: 12,
    barTs: 0,
    barClose: 1,
    barrierDistance: 0.01,
    predictionSet: null,
    dissimilarity: null,
    features: {},
    window: null,
    featuresGiven: false,
    runtime: "evaluator",
    signal: createSignal({
      probabilities: UNIFORM,
      classPrior: UNIFORM,
      price: 1,
      label: "triple_barrier",
      barrierDistance: 0.01,
      tickSize: 0.01,
      neutralBand: 0,
    }),
    predictedAt: 0,
    latencyMs: 1,
  };
}

/** A log whose every append first asks `fault` for an error. */
function faultyLog(fault: (ids: readonly string[], call: number) => Error | undefined) {
  const memory = createMemoryPredictionLog();
  let calls = 0;
  const log: PredictionLog = {
    async append(records) {
      const error = fault(
        records.map(({ id }) => id),
        calls++,
      );
      if (error) throw error;
      await memory.append(records);
    },
  };
  return { log, rows: memory.rows, calls: () => calls };
}

test("1,000 predictions are 1,000 rows in few calls", async () => {
  const { log, rows, calls } = faultyLog(() => undefined);
  const write = createPredictionWriter(log);
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => write(record(String(i)))));
  expect(rows.size).toBe(1_000);
  expect(calls()).toBeLessThanOrEqual(6);
});

test("what cannot be reached is asked again, and an answer that was lost makes no second row", async () => {
  const memory = createMemoryPredictionLog();
  let calls = 0;
  const write = createPredictionWriter({
    async append(records) {
      await memory.append(records);
      if (calls++ === 0) throw new Failure("unavailable", "the answer was lost");
    },
  });
  await write(record("a"));
  expect(memory.rows.size).toBe(1);
  expect(calls).toBe(2);
});

test("one refused record takes none of the others with it", async () => {
  const { log, rows } = faultyLog((ids) => (ids.includes("7") ? new Error("foreign key") : undefined));
  const write = createPredictionWriter(log);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => write(record(String(i)))));
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(rows.size).toBe(49);
});

test("a database that stays away is reported as such", async () => {
  const { log, calls } = faultyLog(() => new Failure("unavailable", "away"));
  await expect(createPredictionWriter(log)(record("a"))).rejects.toMatchObject({ code: "unavailable" });
  expect(calls()).toBe(4);
});
