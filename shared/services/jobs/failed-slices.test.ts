import { expect, test, vi } from "vitest";
import { countingJobs, SLICE } from "../../../tests/support/counting-job.ts";
import { Failure } from "../../failure.ts";
import type { JobStore } from "../../ports/job-store.ts";
import { runJobSlice } from "./run-slice.ts";

test("a refusal fails the job at once with its public code", async () => {
  const { runner, enqueue, store } = countingJobs({
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
  const { runner, enqueue, store } = countingJobs({ fault: () => new Error("secret cause") });
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
  const { runner, enqueue, store } = countingJobs({
    fault: () => (steps++ === 14 ? new Error("in the fifth step") : undefined),
  });
  const id = await enqueue();
  await runJobSlice(runner(), SLICE);
  expect(await store.find(id)).toMatchObject({ cpuSpentMs: 100 });
  await runJobSlice(runner(), SLICE);
  expect(await store.find(id)).toMatchObject({ cpuSpentMs: 140, sequence: 1 });
});

test("a job that has spent its budget is over, and what it stored is removed", async () => {
  const { runner, enqueue, store, memory } = countingJobs();
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
  const { runner, enqueue, store } = countingJobs();
  const id = await enqueue();
  const definitionOf = () => Promise.reject(new Error("no such module"));
  expect(await runJobSlice({ ...runner(), definitionOf }, SLICE)).toMatchObject({ kind: "failed" });
  expect(await store.find(id)).toMatchObject({ state: "queued", error: { code: "internal" } });
});
