import { createBatchWriter } from "../../async/batch-writer.ts";
import type { Clock } from "../../ports/clock.ts";
import {
  LATENCY_BOUNDS_MS,
  type ModelMetricsStore,
  type ModelMinute,
} from "../../ports/model-metrics-store.ts";
import type { PredictionEvent, PredictionMetrics } from "../../ports/prediction-metrics.ts";

const MINUTE_MS = 60_000;
const MAX_BATCH = 1_000;

type Timed = PredictionEvent & { readonly minute: number };

/** Counts predictions by model and minute; what comes while counts are being written goes together in the next write. */
export function createPredictionCounter(deps: {
  readonly store: Pick<ModelMetricsStore, "add">;
  readonly clock: Pick<Clock, "now">;
  readonly background: (work: Promise<unknown>) => void;
}): PredictionMetrics {
  const write = createBatchWriter<Timed>(async (events) => {
    await deps.store.add(rollUp(events));
    return events.map(() => ({ status: "fulfilled", value: undefined }));
  }, MAX_BATCH);
  return {
    record(event) {
      const minute = Math.floor(deps.clock.now() / MINUTE_MS) * MINUTE_MS;
      deps.background(write({ ...event, minute }));
    },
  };
}

function rollUp(events: readonly Timed[]): ModelMinute[] {
  const minutes = new Map<string, ModelMinute>();
  for (const event of events) {
    const key = `${event.modelVersion} ${event.minute}`;
    minutes.set(key, counted(minutes.get(key) ?? nothing(event), event));
  }
  return [...minutes.values()];
}

function nothing({ modelVersion, minute }: Timed): ModelMinute {
  return {
    modelVersion,
    minute,
    answered: 0,
    cacheHits: 0,
    errors: 0,
    latencyMsSum: 0,
    latencyMsMax: 0,
    latencyCounts: [...LATENCY_BOUNDS_MS.map(() => 0), 0],
  };
}

function counted(before: ModelMinute, { result, cache, latencyMs }: PredictionEvent): ModelMinute {
  if (result === "failed") return { ...before, errors: before.errors + 1 };
  const bound = LATENCY_BOUNDS_MS.findIndex((limit) => latencyMs <= limit);
  const bucket = bound < 0 ? LATENCY_BOUNDS_MS.length : bound;
  return {
    ...before,
    answered: before.answered + 1,
    cacheHits: before.cacheHits + (cache === "hit" ? 1 : 0),
    latencyMsSum: before.latencyMsSum + latencyMs,
    latencyMsMax: Math.max(before.latencyMsMax, latencyMs),
    latencyCounts: before.latencyCounts.map((count, i) => (i === bucket ? count + 1 : count)),
  };
}
