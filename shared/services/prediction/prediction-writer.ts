import { RetryError, retry } from "deno-std/async/retry.js";
import { createBatchWriter } from "../../async/batch-writer.ts";
import { Failure } from "../../failure.ts";
import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";

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
