import { expect, test } from "vitest";
import { isUnfinished, type Job, type JobState, remainingMs } from "./job.ts";

const jobOf = (fields: Partial<Job>): Job => ({
  id: "id",
  kind: "training",
  scope: "scope",
  spec: {},
  owner: undefined,
  priority: 0,
  cpuBudgetMs: undefined,
  cpuSpentMs: 0,
  state: "running",
  phase: "fit",
  progress: 0.25,
  sequence: 3,
  checkpoint: "c",
  attempts: 0,
  result: undefined,
  error: undefined,
  requestedBy: "test",
  createdAt: 0,
  startedAt: 1_000,
  finishedAt: undefined,
  ...fields,
});

test("what is left takes as long as what is done, share for share", () => {
  expect(remainingMs(jobOf({}), 11_000)).toBe(30_000);
  expect(remainingMs(jobOf({ progress: 0.5 }), 11_000)).toBe(10_000);
  expect(remainingMs(jobOf({ progress: 1 }), 11_000)).toBe(0);
});

test.each<[string, Partial<Job>]>([
  ["has hardly begun", { progress: 0.01 }],
  ["waits", { state: "queued" }],
  ["has ended", { state: "succeeded" }],
  ["was never started", { startedAt: undefined }],
])("no guess for a job that %s", (_, fields) => {
  expect(remainingMs(jobOf(fields), 11_000)).toBeUndefined();
});

test("queued and running jobs are unfinished", () => {
  const states: JobState[] = ["queued", "running", "succeeded", "failed", "cancelled"];
  expect(states.filter((state) => isUnfinished(jobOf({ state })))).toEqual(["queued", "running"]);
});
