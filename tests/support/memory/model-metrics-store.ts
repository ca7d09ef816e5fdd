import type {
  ModelMetrics,
  ModelMetricsStore,
  ModelMinute,
} from "../../../shared/ports/model-metrics-store.ts";

/** Given figures to be read, and the minutes that were added, for tests. Figures are made of minutes in SQL. */
export function createMemoryModelMetricsStore(metrics: readonly ModelMetrics[] = []): ModelMetricsStore & {
  /** One entry a write. */
  readonly writes: readonly (readonly ModelMinute[])[];
} {
  const writes: (readonly ModelMinute[])[] = [];
  return {
    writes,
    async add(minutes) {
      writes.push(minutes);
    },
    read: async ({ modelVersion }) =>
      metrics
        .filter((model) => modelVersion === undefined || model.modelVersion === modelVersion)
        .sort((a, b) => b.answered - a.answered),
  };
}
