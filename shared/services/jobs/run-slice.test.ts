import fc from "fast-check";
import { expect, test } from "vitest";
import { countingJobs, MINUTE_MS, SLICE } from "../../../tests/support/counting-job.ts";
import { TEST_ACTOR } from "../../../tests/support/models.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import { runJobSlice } from "./run-slice.ts";

async function resultInOneGo() {
  const { runner, enqueue, store } = countingJobs();
  const id = await enqueue();
  expect(await runJobSlice(runner(), { ...SLICE, budgetMs: Infinity })).toMatchObject({ kind: "finished" });
  return (await store.find(id))!.result;
}

test("nothing waits: idle", async () => {
  expect(await runJobSlice(countingJobs().runner(), SLICE)).toEqual({ kind: "idle" });
});

test("a slice ends at the first step past its budget and leaves one checkpoint", async () => {
  const { runner, enqueue, store, memory } = countingJobs();
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
  const { runner, enqueue, store, memory } = countingJobs();
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
      const { runner, enqueue, store } = countingJobs();
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
  const { runner, enqueue, store, memory } = countingJobs();
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
  const { runner, enqueue, store } = countingJobs();
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

test("waiting for storage is not counted as work", async () => {
  const { runner, enqueue, clock } = countingJobs();
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
  const { runner, enqueue, store } = countingJobs();
  const id = await enqueue();
  for (let losses = 0; losses < 2; losses++) {
    await store.claim({ kinds: ["counting"], leaseMs: MINUTE_MS });
    store.loseRunners();
  }
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 30 });
  expect(await runJobSlice(runner(), SLICE)).toEqual({ kind: "advanced", jobId: id, busyMs: 100 });
});
