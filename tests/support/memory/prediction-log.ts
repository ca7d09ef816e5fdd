import type { PredictionLog, PredictionRecord } from "../../../shared/ports/prediction-log.ts";

/** Predictions in memory, for tests to read. */
export function createMemoryPredictionLog(): PredictionLog & {
  readonly rows: ReadonlyMap<string, PredictionRecord>;
} {
  const rows = new Map<string, PredictionRecord>();
  return {
    rows,
    async append(predictions) {
      for (const prediction of predictions) if (!rows.has(prediction.id)) rows.set(prediction.id, prediction);
    },
  };
}
