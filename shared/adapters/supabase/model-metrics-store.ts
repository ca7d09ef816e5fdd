import type { ModelMetrics, ModelMetricsStore } from "../../ports/model-metrics-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface MetricsRow {
  readonly model_version: string;
  readonly answered: number;
  readonly cache_hits: number;
  readonly errors: number;
  readonly mean_latency_ms: number | null;
  readonly p50_latency_ms: number | null;
  readonly p95_latency_ms: number | null;
  readonly p99_latency_ms: number | null;
  readonly max_latency_ms: number;
}

/** Counts in the table `ml_model_metrics`. */
export function createSupabaseModelMetricsStore(client: ProjectClient): ModelMetricsStore {
  return {
    async add(minutes) {
      const p_rows = minutes.map((one) => ({
        model_version: one.modelVersion,
        minute: new Date(one.minute).toISOString(),
        answered: one.answered,
        cache_hits: one.cacheHits,
        errors: one.errors,
        latency_ms_sum: one.latencyMsSum,
        latency_ms_max: one.latencyMsMax,
        latency_counts: one.latencyCounts,
      }));
      await callFunction(client, "add_model_metrics", { p_rows });
    },
    async read({ modelVersion, from, to }) {
      const rows = await callFunction<MetricsRow[]>(client, "get_model_metrics", {
        p_model_version: modelVersion ?? null,
        p_from: new Date(from).toISOString(),
        p_to: new Date(to).toISOString(),
      });
      return rows.map(toMetrics);
    },
  };
}

function toMetrics(row: MetricsRow): ModelMetrics {
  return {
    modelVersion: row.model_version,
    answered: row.answered,
    cacheHits: row.cache_hits,
    errors: row.errors,
    meanLatencyMs: row.mean_latency_ms ?? undefined,
    p50LatencyMs: row.p50_latency_ms ?? undefined,
    p95LatencyMs: row.p95_latency_ms ?? undefined,
    p99LatencyMs: row.p99_latency_ms ?? undefined,
    maxLatencyMs: row.max_latency_ms,
  };
}
