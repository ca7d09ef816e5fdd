import type { LoggedPrediction, PredictionArchive } from "../../../shared/ports/prediction-archive.ts";

/** Given predictions, for tests. */
export function createMemoryPredictionArchive(predictions: readonly LoggedPrediction[]): PredictionArchive {
  return { find: async (id) => predictions.find((prediction) => prediction.id === id) };
}
