import { expect, test } from "vitest";
import type {
  ModelMetrics,
  ModelMetricsStore,
  ModelMinute,
} from "../../../shared/ports/model-metrics-store.ts";

interface Subject {
  readonly store: ModelMetricsStore;
  /** Versions of two registered models. */
  readonly versions: readonly [string, string];
}

const MINUTE = Date.UTC(2026, 0, 15, 12);
const HOUR_MS = 3_600_000;

/** Predictions of a minute, all of them below the second bound. */
const minuteOf = (modelVersion: string, answered: number): ModelMinute => ({
  modelVersion,
  minute: MINUTE,
  answered,
  cacheHits: 1,
  errors: 2,
  latencyMsSum: 1.5 * answered,
  latencyMsMax: 1.5,
  latencyCounts: [0, answered, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
});

const figuresOf = ({ modelVersion, answered, cacheHits, errors }: ModelMinute): ModelMetrics => ({
  modelVersion,
  answered,
  cacheHits,
  errors,
  meanLatencyMs: 1.5,
  p50LatencyMs: 1.5,
  p95LatencyMs: 1.5,
  p99LatencyMs: 1.5,
  maxLatencyMs: 1.5,
});

/** Duties of a store of counts. `open` is called once the test runs, with the figures that come of what it is given. */
export function describeModelMetricsStore(
  open: (figures: (versions: Subject["versions"]) => readonly ModelMetrics[]) => Promise<Subject>,
): void {
  test("takes minutes, and tells their figures by model, the busiest first", async () => {
    const minutesOf = ([quiet, busy]: Subject["versions"]) => [minuteOf(quiet, 3), minuteOf(busy, 5)];
    const { store, versions } = await open((of) => minutesOf(of).map(figuresOf));
    const minutes = minutesOf(versions);
    await store.add(minutes);
    const hour = { from: MINUTE, to: MINUTE + HOUR_MS };
    const [quiet, busy] = minutes.map(figuresOf);
    expect(await store.read(hour)).toEqual([busy, quiet]);
    expect(await store.read({ ...hour, modelVersion: versions[0] })).toEqual([quiet]);
    expect(await store.read({ ...hour, modelVersion: "none" })).toEqual([]);
  });
}
