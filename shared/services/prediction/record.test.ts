import { beforeEach, expect, it, test } from "vitest";
import { createMemoryPredictionLog } from "../../../tests/support/memory/prediction-log.ts";
import { predictionRecord } from "../../../tests/support/prediction-record.ts";
import { Failure } from "../../failure.ts";
import type { FeatureRow } from "../../ports/feature-store.ts";
import type { PredictionLog } from "../../ports/prediction-log.ts";
import { createFeatureRecorder, createPredictionWriter, type FeatureRecorder } from "./record.ts";

const recordOf = (id: string) => predictionRecord({ id });

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
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => write(recordOf(String(i)))));
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
  await write(recordOf("a"));
  expect(memory.rows.size).toBe(1);
  expect(calls).toBe(2);
});

test("one refused record takes none of the others with it", async () => {
  const { log, rows } = faultyLog((ids) => (ids.includes("7") ? new Error("foreign key") : undefined));
  const write = createPredictionWriter(log);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => write(recordOf(String(i)))));
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(rows.size).toBe(49);
});

test("a database that stays away is reported as such", async () => {
  const { log, calls } = faultyLog(() => new Failure("unavailable", "away"));
  await expect(createPredictionWriter(log)(recordOf("a"))).rejects.toMatchObject({ code: "unavailable" });
  expect(calls()).toBe(4);
});

const ROW: FeatureRow = {
  featureSetVersion: "fs-1",
  symbol: "EURUSD",
  timeframe: "1h",
  ts: 1_000,
  features: [1, null],
};
let stored: FeatureRow[];
let isAway: boolean;
let record: FeatureRecorder;

beforeEach(() => {
  stored = [];
  isAway = false;
  record = createFeatureRecorder({
    async store(row) {
      if (isAway) throw new Error("the database is away");
      stored.push(row);
    },
  });
});

it("writes a bar once, however many ask at once", async () => {
  await Promise.all(Array.from({ length: 10 }, () => record(ROW)));
  await record(ROW);
  expect(stored).toEqual([ROW]);
});

it("writes every new bar, symbol, timeframe and feature set", async () => {
  const others = [
    { ts: 2_000 },
    { symbol: "GBPUSD" },
    { timeframe: "4h" as const },
    { featureSetVersion: "fs-2" },
  ];
  const rows = [ROW, ...others.map((change) => ({ ...ROW, ...change }))];
  for (const row of rows) await record(row);
  expect(stored).toEqual(rows);
});

it("tries again after a failure", async () => {
  isAway = true;
  await expect(record(ROW)).rejects.toThrow("away");
  isAway = false;
  await record(ROW);
  expect(stored).toEqual([ROW]);
});
