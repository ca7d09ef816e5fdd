import {
  LATENCY_BOUNDS_MS,
  type ModelMetrics,
  type ModelMetricsStore,
  type ModelMinute,
} from "../../../shared/ports/model-metrics-store.ts";

/** Counts in memory, for tests: the same figures as the SQL function makes. */
export function createMemoryModelMetricsStore(): ModelMetricsStore & { readonly writes: () => number } {
  const stored: ModelMinute[] = [];
  let writes = 0;
  return {
    writes: () => writes,
    async add(minutes) {
      writes++;
      stored.push(...minutes);
    },
    async read({ modelVersion, from, to }) {
      const asked = stored
        .filter(({ minute }) => minute >= from && minute < to)
        .filter((minute) => modelVersion === undefined || minute.modelVersion === modelVersion);
      const versions = [...new Set(asked.map((minute) => minute.modelVersion))];
      return versions
        .map((version) => sumOf(asked.filter((minute) => minute.modelVersion === version)))
        .sort((a, b) => b.answered - a.answered);
    },
  };
}

function sumOf(minutes: readonly ModelMinute[]): ModelMetrics {
  const sum = (pick: (minute: ModelMinute) => number) => minutes.reduce((total, one) => total + pick(one), 0);
  const answered = sum((minute) => minute.answered);
  const maxLatencyMs = Math.max(...minutes.map((minute) => minute.latencyMsMax));
  const percentile = (share: number) => {
    if (answered === 0) return undefined;
    let upTo = 0;
    const bucket = minutes[0]!.latencyCounts.findIndex((_, i) => {
      upTo += sum(({ latencyCounts }) => latencyCounts[i]!);
      return upTo >= share * answered;
    });
    return Math.min(LATENCY_BOUNDS_MS[bucket] ?? maxLatencyMs, maxLatencyMs);
  };
  return {
    modelVersion: minutes[0]!.modelVersion,
    answered,
    cacheHits: sum((minute) => minute.cacheHits),
    errors: sum((minute) => minute.errors),
    meanLatencyMs: answered > 0 ? sum((minute) => minute.latencyMsSum) / answered : undefined,
    p50LatencyMs: percentile(0.5),
    p95LatencyMs: percentile(0.95),
    p99LatencyMs: percentile(0.99),
    maxLatencyMs,
  };
}
