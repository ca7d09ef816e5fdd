import {
  LATENCY_BOUNDS_MS,
  type RequestMeter,
  type RequestMetrics,
  type RequestSums,
} from "../../ports/request-metrics.ts";

/** An isolate that is killed, not stopped, loses the requests of this time and of the write that follows it. */
const FLUSH_AFTER_MS = 1_000;
/** More outcomes than all routes have: what a broken database may pile up here is bounded. */
const MAX_OUTCOMES = 2_000;

/**
 * Sums requests up in the isolate and writes the sums a second after the first, in the background: no request waits, and
 * a crowd costs one round trip. Sums that could not be written go with the next ones.
 */
export function createRequestMeter(deps: {
  readonly metrics: RequestMetrics;
  readonly background: (work: Promise<unknown>) => void;
}): RequestMeter {
  let sums = new Map<string, RequestSums>();
  let waiting = false;

  async function flush(): Promise<void> {
    const written = [...sums.values()];
    sums = new Map();
    waiting = false;
    try {
      await deps.metrics.record(written);
    } catch (error) {
      for (const sum of written) add(sum);
      throw error;
    }
  }

  function add(sum: RequestSums): void {
    const name = [sum.endpoint, sum.status, sum.cache, sum.limiter].join(" ");
    const known = sums.get(name);
    if (!known && sums.size === MAX_OUTCOMES) return;
    sums.set(name, known ? added(known, sum) : sum);
  }

  return function measure({ durationMs, ...outcome }) {
    const bucket = LATENCY_BOUNDS_MS.findIndex((bound) => durationMs <= bound);
    const buckets = new Array<number>(LATENCY_BOUNDS_MS.length + 1).fill(0);
    buckets[bucket === -1 ? LATENCY_BOUNDS_MS.length : bucket] = 1;
    add({ ...outcome, requests: 1, durationMs, buckets });
    if (waiting) return;
    waiting = true;
    deps.background(sleep(FLUSH_AFTER_MS).then(flush));
  };
}

function added(a: RequestSums, b: RequestSums): RequestSums {
  return {
    ...a,
    requests: a.requests + b.requests,
    durationMs: a.durationMs + b.durationMs,
    buckets: a.buckets.map((count, index) => count + b.buckets[index]!),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
