import { createApp } from "../../functions/indicators/app.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import { createPredictionCounter } from "../../shared/services/metrics/count-predictions.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { DEFAULT_POLICY } from "../../shared/services/prediction/predictor.ts";
import { TEST_NOW, testHttpDeps } from "./http-deps.ts";
import { STOCK } from "./instruments.ts";
import { createMemoryBarStore } from "./memory/bar-store.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryCache } from "./memory/cache.ts";
import { createMemoryFeatureStore } from "./memory/feature-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { createMemoryModelMetricsStore } from "./memory/model-metrics-store.ts";
import { createMemoryModelStore } from "./memory/model-store.ts";
import { createMemoryPredictionLog } from "./memory/prediction-log.ts";
import { randomWalkBars } from "./random-walk-bars.ts";
import { withUndeclaredSymbol } from "./undeclared-symbol.ts";

const HOUR = 3_600_000;
export const ROWS = 1_500;
const barsUntilNow = (seed: number): Bars =>
  randomWalkBars({ rows: ROWS, seed, start: TEST_NOW - ROWS * HOUR, price: 1.1, hasVolume: true });
export const BARS = barsUntilNow(1);
export const OTHER = barsUntilNow(2);
export const WEIGHTS = [
  { indicator_name: "rsi", current_weight: 2, weight_category: "momentum" },
  { indicator_name: "sma", current_weight: 1, weight_category: "trend" },
];

/** A symbol of which the stores know that nobody has declared it. */
const UNDECLARED = "NOPE";

export type IndicatorsApp = ReturnType<typeof createApp>;

/** The function over stores in memory, its clock stopped at TEST_NOW. */
export async function indicatorsApp(): Promise<IndicatorsApp> {
  const http = testHttpDeps();
  const bars = createMemoryBarStore();
  const write = (symbol: string, columns: Bars) =>
    bars.write({ symbol, timeframe: "1h", bars: columns, onConflict: "skip" });
  await write("EURUSD", BARS);
  await write("GBPUSD", OTHER);
  await write("STOCK", BARS);
  await write("NEW", sliceBars(BARS, ROWS - 10));
  return createApp({
    ...http,
    bars: withUndeclaredSymbol(bars, UNDECLARED),
    weights: { latest: () => Promise.resolve(WEIGHTS) },
    ledger: { all: async () => [], apply: async () => {}, closedTrades: async () => [] },
    instruments: createMemoryInstrumentStore([STOCK, { ...STOCK, symbol: "NEW" }]),
    models: createMemoryModelStore([]),
    predictions: createMemoryPredictionLog(),
    policy: DEFAULT_POLICY,
    cache: createMemoryCache(http.clock),
    featureSet: FEATURE_SET,
    featureStore: createMemoryFeatureStore(),
    predictionMetrics: createPredictionCounter({ ...http, store: createMemoryModelMetricsStore() }),
    sessions: createModelSessions({
      blobs: createMemoryBlobStore(),
      runtime: { load: () => Promise.reject(new Error("no model is stored")) },
    }),
  });
}
