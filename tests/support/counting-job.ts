import type { JobDefinition } from "../../shared/jobs/job-definition.ts";
import { LruMap } from "../../shared/memory/lru-map.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { JobStore } from "../../shared/ports/job-store.ts";
import type { JobRunnerDeps } from "../../shared/services/jobs/run-slice.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryJobStore } from "./memory/job-store.ts";
import { TEST_ACTOR } from "./models.ts";

export const MINUTE_MS = 60_000;
const STEPS = 40;

/** A clock that moves only when told; each step of the counting job takes 10 ms of it. */
function manualClock() {
  let ms = 1_700_000_000_000;
  return {
    now: () => ms,
    elapsed: () => ms,
    pass(by: number) {
      ms += by;
    },
  };
}
type ManualClock = ReturnType<typeof manualClock>;

interface Count {
  readonly steps: number;
  readonly hash: number;
}

/** Hashes its way up: a lost, repeated or reordered step would show in the result. */
function countingJob(clock: ManualClock, fault?: () => unknown): JobDefinition<unknown, Count> {
  return {
    kind: "counting",
    parseSpec: (spec) => spec,
    start: () => ({ steps: 0, hash: 7 }),
    async step(_spec, { steps, hash }, { artifacts }) {
      const error = fault?.();
      if (error) throw error;
      clock.pass(10);
      const key = await artifacts.put(Uint8Array.of(steps, hash & 255));
      const [stored] = await artifacts.get(key, (bytes) => bytes);
      return { steps: steps + 1, hash: (Math.imul(hash, 31) + stored! + 1) >>> 0 };
    },
    report: ({ steps, hash }) => ({
      phase: steps < STEPS / 2 ? "first" : "second",
      progress: steps / STEPS,
      ...(steps === STEPS && { result: { hash } }),
    }),
    encodeState: (state) => new Uint8Array(new TextEncoder().encode(JSON.stringify(state))),
    decodeState: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Count,
  };
}

/** Counting jobs, and runners that work on them, over stores in memory; `fault` gives what a step throws. */
export function countingJobs(
  options: { fault?: () => unknown; jobs?: Partial<JobStore>; blobs?: Partial<BlobStore> } = {},
) {
  const clock = manualClock();
  const store = createMemoryJobStore(clock);
  const memory = createMemoryBlobStore();
  const runner = (): JobRunnerDeps => ({
    jobs: { ...store, ...options.jobs },
    blobs: { ...memory, ...options.blobs },
    clock,
    artifactCache: new LruMap(1_000),
    kinds: ["counting"],
    definitionOf: async () => countingJob(clock, options.fault),
  });
  const enqueue = async () => {
    const { job } = await store.enqueue({ kind: "counting", scope: "s", spec: {}, requestedBy: TEST_ACTOR });
    return job.id;
  };
  return { clock, store, memory, runner, enqueue };
}

export const SLICE = { budgetMs: 100, leaseMs: MINUTE_MS };
