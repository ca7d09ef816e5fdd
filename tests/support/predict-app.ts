import { createApp, type PredictDeps } from "../../functions/ml-predict/app.ts";
import { lookbackOf } from "../../shared/features/compute-features.ts";
import { createFeatureSet } from "../../shared/features/feature-set.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import { createPredictionCounter } from "../../shared/services/metrics/count-predictions.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { DEFAULT_POLICY } from "../../shared/services/prediction/predictor.ts";
import { signTestToken, TEST_NOW, TEST_PUBLISHABLE_KEY, TEST_SECRET_KEY, testHttpDeps } from "./http-deps.ts";
import { createMemoryBarStore } from "./memory/bar-store.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryCache } from "./memory/cache.ts";
import { createMemoryFeatureStore } from "./memory/feature-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { createMemoryModelMetricsStore } from "./memory/model-metrics-store.ts";
import { createMemoryModelStore } from "./memory/model-store.ts";
import { createMemoryPredictionLog } from "./memory/prediction-log.ts";
import { modelOf } from "./models.ts";
import { randomWalkBars } from "./random-walk-bars.ts";

export const HOUR = 3_600_000;
/** Two returns, the longer of which looks back on more bars than the barriers do. */
export const FEATURES = createFeatureSet(
  [1, 150].map((bars) => ({
    name: `return_${bars}`,
    category: "price",
    doc: `Return over ${bars} bars.`,
    lookback: bars + 1,
    compute: ({ bars: { close } }) =>
      close.map((price, row) => price / (close[row - bars] ?? Number.NaN) - 1),
  })),
);
export const NAMES = FEATURES.features.map(({ name }) => name);
export const SYMBOLS = ["EURUSD", "NEW", "FLAT", "LONE"];
export const SECRET = { apikey: TEST_SECRET_KEY };
export const bearer = async () => ({
  apikey: TEST_PUBLISHABLE_KEY,
  authorization: `Bearer ${await signTestToken()}`,
});

const instrumentOf = (symbol: string): Instrument => ({
  symbol,
  assetClass: "fx",
  tickSize: 0.00001,
  hasVolume: false,
  calendar: { zone: "America/New_York", sessions: [] },
});

/** Hourly bars whose newest one closes at TEST_NOW. */
export function barsUntilNow(rows: number): Bars {
  return randomWalkBars({ rows, seed: 7, start: TEST_NOW - rows * HOUR, price: 1.1, hasVolume: false });
}
export const BARS = barsUntilNow(lookbackOf(FEATURES) + 50);
export const LAST = BARS.ts.length - 1;

/** A runtime whose models are JSON: the probabilities that they always answer. */
export const constantRuntime: Pick<ModelRuntime, "load"> = {
  load: async (bytes) => ({
    runtime: "evaluator",
    rowShape: [NAMES.length],
    run: async (_, rows) =>
      Float32Array.from(
        Array(rows)
          .fill(JSON.parse(new TextDecoder().decode(bytes)))
          .flat(),
      ),
    release: async () => {},
  }),
};

/** Stores a model that always gives the answer. */
export async function storeModel(
  blobs: BlobStore,
  fields: Partial<Model> & Pick<Model, "version">,
  answer: unknown,
) {
  const bytes = new TextEncoder().encode(JSON.stringify(answer));
  const file = { path: `${fields.version}.onnx`, sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
  await blobs.put(file.path, bytes);
  return modelOf({ featureSetVersion: FEATURES.version, symbols: SYMBOLS, file, ...fields });
}

/** The app over stores in memory, its clock stopped at TEST_NOW; any part of it can be replaced. */
export async function predictApp(changes: Partial<PredictDeps> = {}) {
  const http = testHttpDeps();
  const predictions = createMemoryPredictionLog();
  const featureStore = createMemoryFeatureStore();
  const blobs = createMemoryBlobStore();
  const bars = createMemoryBarStore();
  const write = (symbol: string, columns: Bars) =>
    bars.write({ symbol, timeframe: "1h", bars: columns, onConflict: "skip" });
  await write("EURUSD", BARS);
  await write("NEW", sliceBars(BARS, LAST - 99));
  await write("LONE", sliceBars(BARS, LAST - 100));
  await write("FLAT", { ...BARS, close: BARS.close.map(() => 1) });
  const models = createMemoryModelStore([
    await storeModel(blobs, { version: "champion", state: "active" }, [0.1, 0.2, 0.7]),
    await storeModel(blobs, { version: "rejected", state: "rejected" }, [0.6, 0.3, 0.1]),
    await storeModel(blobs, { version: "outdated", featureSetVersion: "other" }, [0.6, 0.3, 0.1]),
    await storeModel(blobs, { version: "broken" }, [0.6, 0.6, 0.6]),
  ]);
  const deps: PredictDeps = {
    ...http,
    bars,
    instruments: createMemoryInstrumentStore(SYMBOLS.map(instrumentOf)),
    models,
    featureSet: FEATURES,
    featureStore,
    predictionMetrics: createPredictionCounter({ ...http, store: createMemoryModelMetricsStore() }),
    sessions: createModelSessions({ blobs, runtime: constantRuntime }),
    policy: DEFAULT_POLICY,
    cache: createMemoryCache(http.clock),
    predictions,
    ...changes,
  };
  const app = createApp(deps);
  const predict = (body: unknown, headers?: Readonly<Record<string, string>>) =>
    postTo(app, "", body, headers);
  return { app, predict, predictions, featureStore, http, blobs };
}

/** Asks an app of the function. */
export function postTo(
  app: ReturnType<typeof createApp>,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = SECRET,
) {
  return app.request(`/ml-predict${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
