import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createMemoryBlobStore } from "../../../tests/support/memory/blob-store.ts";
import { createMemoryJobStore } from "../../../tests/support/memory/job-store.ts";
import { TEST_ACTOR } from "../../../tests/support/models.ts";
import { Failure } from "../../failure.ts";
import type { JobDefinition } from "../../jobs/job-definition.ts";
import { LruMap } from "../../memory/lru-map.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { JobStore } from "../../ports/job-store.ts";
import { type JobRunnerDeps, runJobSlice } from "./run-slice.ts";

const MINUTE_MS = 60_000;
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

function setup(
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

const SLICE = { budgetMs: 100, leaseMs: MINUTE_MS };

async function resultInOneGo() {
  const { runner, enqueue, store } = setup();
  const id = await enqueue();
  expect(await runJobSlice(runner(), { ...SLICE, budgetMs: Infinity })).toMatchObject({ kind: "finished" });
  return (await store.find(id))!.result;
}

test("nothing waits: idle", async () => {
  expect(await runJobSlice(setup().runner(), SLICE)).toEqual({ kind: "idle" });
});

test("a slice ends at the first step past its budget and leaves one checkpoint", async () => {
  const { runner, enqueue, store, memory } = setup();
  const id = await enqueue();
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 100 });
  await runJobSlice(runner(), SLICE);
  expect(await store.find(id)).toMatchObject({
    state: "running",
    sequence: 2,
    phase: "second",
    progress: 0.5,
  });
  const checkpoints = (await memory.list(id)).filter((name) => !name.startsWith("artifact-"));
  expect(checkpoints).toHaveLength(1);
});

test("a finished job has its result and no blobs", async () => {
  const { runner, enqueue, store, memory } = setup();
  const id = await enqueue();
  while ((await runJobSlice(runner(), SLICE)).kind === "advanced");
  expect(await store.find(id)).toMatchObject({ state: "succeeded", progress: 1, sequence: 4 });
  expect(await memory.list(id)).toEqual([]);
  expect(await store.listUnswept(Infinity, 10)).toEqual([]);
});

test("cut anywhere, by three runners that die between save and commit, the result is that of one go", async () => {
  const expected = await resultInOneGo();
  const slices = fc.array(
    fc.record({
      runner: fc.nat(2),
      budgetMs: fc.integer({ min: 1, max: 150 }),
      dies: fc.constantFrom("no", "no", "no", "before commit"),
    }),
    { minLength: 60, maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(slices, async (plan) => {
      const { runner, enqueue, store } = setup();
      const id = await enqueue();
      const runners = [runner(), runner(), runner()];
      for (const { runner: index, budgetMs, dies } of plan) {
        const deps = runners[index]!;
        const jobs = dies === "no" ? deps.jobs : { ...deps.jobs, commit: dead, fail: dead };
        await runJobSlice({ ...deps, jobs }, { ...SLICE, budgetMs }).catch(() => store.loseRunners());
      }
      const job = (await store.find(id))!;
      fc.pre(job.state === "succeeded");
      expect(job.result).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

function dead(): Promise<never> {
  return Promise.reject(new Error("killed"));
}

test("a runner that comes late can never win", async () => {
  const { runner, enqueue, store, memory } = setup();
  const id = await enqueue();
  const late = runner();
  let resume = () => {};
  const paused = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const slow: BlobStore = {
    ...late.blobs,
    async put(path, bytes) {
      if (!path.includes("artifact-")) await paused;
      return await late.blobs.put(path, bytes);
    },
  };
  const lateSlice = runJobSlice({ ...late, blobs: slow }, { ...SLICE, budgetMs: 10 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  store.loseRunners();
  await runJobSlice(runner(), SLICE);
  const before = await store.find(id);
  resume();
  expect(await lateSlice).toMatchObject({ kind: "lost" });
  expect(await store.find(id)).toEqual(before);
  expect(await memory.get(before!.checkpoint!)).toBeDefined();
});

test("cancelled between slices it stays cancelled, and a slice under way is lost", async () => {
  const { runner, enqueue, store } = setup();
  const id = await enqueue();
  await runJobSlice(runner(), SLICE);
  const deps = runner();
  const blobs: BlobStore = {
    ...deps.blobs,
    async put(path, bytes) {
      await store.cancel(id, TEST_ACTOR);
      return await deps.blobs.put(path, bytes);
    },
  };
  expect(await runJobSlice({ ...deps, blobs }, SLICE)).toMatchObject({ kind: "lost" });
  expect(await store.find(id)).toMatchObject({ state: "cancelled", sequence: 1 });
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "idle" });
});

test("a refusal fails the job at once with its public code", async () => {
  const { runner, enqueue, store } = setup({
    fault: () => new Failure("not_enough_bars", "There are 12 bars.", { cause: "private" }),
  });
  const id = await enqueue();
  expect(await runJobSlice(runner(), SLICE)).toMatchObject({ kind: "failed", jobId: id });
  expect(await store.find(id)).toMatchObject({
    state: "failed",
    error: { code: "not_enough_bars", detail: "There are 12 bars." },
  });
});

test("an unexpected error is to be tried again, ever later, and keeps its cause to itself", async () => {
  const { runner, enqueue, store } = setup({ fault: () => new Error("secret cause") });
  const id = await enqueue();
  const fail = vi.spyOn(store, "fail");
  for (const retryAfterMs of [1_000, 2_000, 4_000, 8_000, 16_000]) {
    expect(await runJobSlice(runner(), SLICE)).toMatchObject({ kind: "failed" });
    expect(fail.mock.lastCall![1]).toMatchObject({ code: "internal", retryAfterMs });
  }
  const job = (await store.find(id))!;
  expect(job).toMatchObject({ state: "queued", attempts: 5 });
  expect(job.error!.detail).not.toContain("secret");
});

test("what a slice has computed is told with it, also where it failed after some steps", async () => {
  let steps = 0;
  const { runner, enqueue, store } = setup({
    fault: () => (steps++ === 14 ? new Error("in the fifth step") : undefined),
  });
  const id = await enqueue();
  await runJobSlice(runner(), SLICE);
  expect(await store.find(id)).toMatchObject({ cpuSpentMs: 100 });
  await runJobSlice(runner(), SLICE);
  expect(await store.find(id)).toMatchObject({ cpuSpentMs: 140, sequence: 1 });
});

test("a job that has spent its budget is over, and what it stored is removed", async () => {
  const { runner, enqueue, store, memory } = setup();
  const id = await enqueue();
  const deps = runner();
  const jobs: JobStore = {
    ...deps.jobs,
    async commit(lease, slice) {
      const error = { code: "budget_exceeded", detail: "Ask for less." };
      return { ...(await store.commit(lease, slice))!, state: "failed", error };
    },
  };
  const slice = await runJobSlice({ ...deps, jobs }, SLICE);
  expect(slice).toMatchObject({
    kind: "failed",
    jobId: id,
    cause: { message: "budget_exceeded: Ask for less." },
  });
  expect(await memory.list(id)).toEqual([]);
});

test("code that cannot be loaded now is to be tried again", async () => {
  const { runner, enqueue, store } = setup();
  const id = await enqueue();
  const definitionOf = () => Promise.reject(new Error("no such module"));
  expect(await runJobSlice({ ...runner(), definitionOf }, SLICE)).toMatchObject({ kind: "failed" });
  expect(await store.find(id)).toMatchObject({ state: "queued", error: { code: "internal" } });
});

test("waiting for storage is not counted as work", async () => {
  const { runner, enqueue, clock } = setup();
  const id = await enqueue();
  const deps = runner();
  const blobs: BlobStore = {
    ...deps.blobs,
    async put(path, bytes) {
      clock.pass(5_000);
      return await deps.blobs.put(path, bytes);
    },
  };
  expect(await runJobSlice({ ...deps, blobs }, SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 100 });
});

test("after each lost runner the next slice does half as much, until one is committed", async () => {
  const { runner, enqueue, store } = setup();
  const id = await enqueue();
  for (let losses = 0; losses < 2; losses++) {
    await store.claim({ kinds: ["counting"], leaseMs: MINUTE_MS });
    store.loseRunners();
  }
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 30 });
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 100 });
});
