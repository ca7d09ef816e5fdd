import { expect, test } from "vitest";
import { createMemoryJobStore } from "../../../tests/support/memory/job-store.ts";
import { followJob } from "./follow.ts";

const REQUEST = { kind: "training", scope: "s", spec: {}, requestedBy: "test" } as never;

async function queued() {
  const jobs = createMemoryJobStore({ now: () => 0, elapsed: () => 0 });
  const { job } = await jobs.enqueue(REQUEST);
  return { jobs, job };
}

async function told(deps: Awaited<ReturnType<typeof queued>>, wait: () => Promise<void>, maxPolls = 10) {
  const seen: string[] = [];
  const options = { pollMs: 1, maxPolls, wait };
  for await (const { state, sequence } of followJob(deps, deps.job.id, options))
    seen.push(`${state} ${sequence}`);
  return seen;
}

test("tells each change once, and ends with the job", async () => {
  const { jobs, job } = await queued();
  const steps = [
    async () => {},
    async () => {
      const lease = await jobs.claim({ kinds: ["training"], leaseMs: 1 });
      await jobs.commit(lease!, { checkpoint: "c", phase: "load", progress: 0.1, cpuMs: 1 });
    },
    async () => {},
    async () => {
      const lease = await jobs.claim({ kinds: ["training"], leaseMs: 1 });
      await jobs.commit(lease!, { checkpoint: "c", phase: "done", progress: 1, result: {}, cpuMs: 1 });
    },
  ];
  const wait = async () => await steps.shift()?.();
  expect(await told({ jobs, job }, wait)).toEqual(["queued 0", "running 1", "succeeded 2"]);
  expect(steps).toEqual([]);
});

test("gives up after so many looks", async () => {
  let waits = 0;
  const wait = async () => void waits++;
  expect(await told(await queued(), wait, 4)).toEqual(["queued 0"]);
  expect(waits).toBe(3);
});

test("is refused where there is no job", async () => {
  const { jobs } = await queued();
  await expect(told({ jobs, job: { id: "none" } as never }, async () => {})).rejects.toThrow("not_found");
});
