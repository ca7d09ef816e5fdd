import { beforeEach, expect, it } from "vitest";
import type { FeatureRow } from "../../ports/feature-store.ts";
import { createFeatureRecorder, type FeatureRecorder } from "./record-features.ts";

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
