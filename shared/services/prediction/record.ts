import { RetryError, retry } from "deno-std/async/retry.js";
import { createBatchWriter } from "../../async/batch-writer.ts";
import { Failure } from "../../failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FeatureRow, FeatureStore } from "../../ports/feature-store.ts";
import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";
import type { Answered } from "./predictor.ts";

const MAX_BATCH = 200;
/** A record has an id, so writing it twice is harmless and a lost answer can be asked for again. */
const RETRY = { maxAttempts: 4, minTimeout: 100, isRetriable: isUnavailable };

/** Resolves when the record is durable. */
export type PredictionWriter = (record: PredictionRecord) => Promise<void>;

/** Writes predictions in batches, so that a crowd of them costs few round trips and no answer waits for one. */
export function createPredictionWriter(log: PredictionLog): PredictionWriter {
  return createBatchWriter((records) => appendEach(log, records), MAX_BATCH);
}

/** Appends all records; one that the database refuses is found by halving and takes none of the others with it. */
async function appendEach(
  log: PredictionLog,
  records: readonly PredictionRecord[],
): Promise<PromiseSettledResult<void>[]> {
  try {
    await retry(() => log.append(records), RETRY);
    return records.map(() => ({ status: "fulfilled", value: undefined }));
  } catch (error) {
    const reason = error instanceof RetryError ? error.cause : error;
    if (records.length === 1 || isUnavailable(reason)) {
      return records.map(() => ({ status: "rejected", reason }));
    }
    const middle = records.length >> 1;
    const first = await appendEach(log, records.slice(0, middle));
    return [...first, ...(await appendEach(log, records.slice(middle)))];
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Failure && error.code === "unavailable";
}

/** An answer as it is kept: under an id of its own, for whoever asked. */
export function recordOf(
  type: PredictionRecord["type"],
  { resolved: { request, model, instrument, bar, startedMs }, answer }: Answered,
  clock: Clock,
): PredictionRecord {
  const { decision, barrierDistance, predictionSet, dissimilarity, features, window, runtime } = answer;
  return {
    id: crypto.randomUUID(),
    type,
    userId: request.userId,
    apiKeyId: request.apiKeyId,
    modelVersion: model.version,
    symbol: instrument.symbol,
    timeframe: model.timeframe,
    horizonBars: model.horizonBars,
    barTs: bar.ts,
    barClose: bar.close,
    barrierDistance,
    features,
    window,
    featuresGiven: Object.keys(request.features).length > 0,
    runtime,
    decision,
    predictionSet,
    dissimilarity,
    predictedAt: clock.now(),
    latencyMs: clock.elapsed() - startedMs,
  };
}

/** Stores the features of a bar unless this isolate has done so already. */
export type FeatureRecorder = (row: FeatureRow) => Promise<void>;

/**
 * Makes the recorder of an isolate: a crowd of predictions on one bar costs one write. Its memory is one time a symbol,
 * timeframe and feature set; other isolates may write the same row, which changes nothing.
 */
export function createFeatureRecorder(store: FeatureStore): FeatureRecorder {
  const newest = new Map<string, number>();

  return async function recordFeatures(row) {
    const key = [row.featureSetVersion, row.symbol, row.timeframe].join(" ");
    const before = newest.get(key);
    if (before !== undefined && before >= row.ts) return;
    newest.set(key, row.ts);
    try {
      await store.store(row);
    } catch (error) {
      // Not stored after all: the next prediction on this bar tries again.
      if (newest.get(key) === row.ts) newest.delete(key);
      throw error;
    }
  };
}
