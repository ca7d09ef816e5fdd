import { describe, expect, test } from "vitest";
import { JobsDatabase } from "./jobs-database.ts";
import { SYSTEM } from "./market.ts";

const jobs = new JobsDatabase();

describe("commit_job_slice", () => {
  test("counts a slice once", async () => {
    await jobs.enqueue();
    const lease = (await jobs.claim())!;
    const outcomes = await Promise.all([jobs.commit(lease), jobs.commit(lease), jobs.commit(lease)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await jobs.jobRow(lease.id)).toMatchObject({ sequence: "1", cpu_spent_ms: "400" });
  });

  test("with a result ends the job", async () => {
    const { job } = await jobs.enqueue();
    await jobs.commit((await jobs.claim())!, { model_version: "v1" });
    expect(await jobs.jobRow(job.id)).toMatchObject({ state: "succeeded", result: { model_version: "v1" } });
    expect(await jobs.claim()).toBeUndefined();
  });
});

describe("a budget", () => {
  const EXCEEDED = {
    state: "failed",
    error_code: "budget_exceeded",
    error_detail:
      "The job has computed for 1.2 s and may for 1.0 s. Ask for it again with a larger budget, or for less.",
  };

  test("ends the job with the slice that spends it, and says what to do", async () => {
    const { job } = await jobs.enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await jobs.commit((await jobs.claim())!, null, 599.5)).toMatchObject({
      state: "running",
      cpu_spent_ms: "600",
    });
    expect(await jobs.commit((await jobs.claim())!, null, 600)).toMatchObject({
      ...EXCEEDED,
      sequence: "2",
      cpu_spent_ms: "1200",
    });
    expect((await jobs.jobRow(job.id)).finished_at).toBeInstanceOf(Date);
    expect(await jobs.claim()).toBeUndefined();
  });

  test("does not take back what is finished", async () => {
    await jobs.enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await jobs.commit((await jobs.claim())!, { done: true }, 1_200)).toMatchObject({
      state: "succeeded",
      error_code: null,
    });
  });

  test("counts failed slices too, and is never a reason to try again", async () => {
    await jobs.enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await jobs.fail((await jobs.claim())!, 0, 700)).toMatchObject({
      state: "queued",
      error_code: "internal",
    });
    expect(await jobs.fail((await jobs.claim())!, 0, 500)).toMatchObject({ ...EXCEEDED, attempts: "2" });
    await jobs.enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await jobs.fail((await jobs.claim())!, null, 1_200)).toMatchObject({
      state: "failed",
      error_code: "internal",
    });
  });
});

describe("failures", () => {
  test("are retried when their time has come, until attempts run out", async () => {
    const { job } = await jobs.enqueue();
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect((await jobs.jobRow(job.id)).state).toBe("queued");
      await jobs.fail((await jobs.claim())!, 0);
    }
    expect(await jobs.jobRow(job.id)).toMatchObject({
      state: "failed",
      error_code: "internal",
      attempts: "5",
    });
  });

  test("that cannot pass end the job at once", async () => {
    const { job } = await jobs.enqueue();
    await jobs.fail((await jobs.claim())!, null);
    expect(await jobs.jobRow(job.id)).toMatchObject({ state: "failed", error_detail: "Wrong." });
  });

  test("a job that kills every runner fails as runner_lost", async () => {
    const { job } = await jobs.enqueue();
    for (let attempt = 0; attempt < 5; attempt++) {
      await jobs.claim();
      await jobs.loseRunner(job.id);
    }
    expect(await jobs.claim()).toBeUndefined();
    expect(await jobs.jobRow(job.id)).toMatchObject({ state: "failed", error_code: "runner_lost" });
  });
});

test("a cancelled job takes no more slices; a finished one stays as it is", async () => {
  const { job } = await jobs.enqueue();
  const lease = (await jobs.claim())!;
  const [cancelled] =
    await jobs.sql`select state from public.cancel_job(${job.id}, ${jobs.sql.json(SYSTEM)})`;
  expect(cancelled!.state).toBe("cancelled");
  expect(await jobs.commit(lease)).toBeUndefined();
  expect(await jobs.fail(lease, 0)).toBeUndefined();

  const { job: other } = await jobs.enqueue("other");
  await jobs.commit((await jobs.claim())!, {});
  const [finished] =
    await jobs.sql`select state from public.cancel_job(${other.id}, ${jobs.sql.json(SYSTEM)})`;
  expect(finished!.state).toBe("succeeded");
  expect(
    await jobs.sql`select from public.cancel_job(gen_random_uuid(), ${jobs.sql.json(SYSTEM)})`,
  ).toHaveLength(0);
});
