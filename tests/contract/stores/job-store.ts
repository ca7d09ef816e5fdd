import { beforeAll, expect, test } from "vitest";
import type { Job } from "../../../shared/jobs/job.ts";
import type { JobRequest, JobStore } from "../../../shared/ports/job-store.ts";
import { TEST_ACTOR } from "../../support/models.ts";

/** Each test has a kind of its own. */
const KINDS = Array.from({ length: 30 }, (_, n) => `contract_${n}`);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REPORT = { phase: "fit", progress: 0.5 };
const slice = (checkpoint: string, more: object = {}) => ({ ...REPORT, checkpoint, cpuMs: 120.4, ...more });
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Duties of a store of jobs. `create` is called once the tests run, with the kinds of job that are to be known. */
export function describeJobStore(create: (kinds: readonly string[]) => Promise<JobStore>): void {
  let jobs: JobStore;
  let scopes = 0;

  beforeAll(async () => {
    jobs = await create(KINDS);
  });

  /** A job of a kind of its own, so that no test claims another one's. */
  async function enqueue(more: Partial<JobRequest> = {}) {
    const kind = `contract_${scopes++}`;
    const request = { kind, scope: "scope", spec: { seed: 1 }, requestedBy: TEST_ACTOR, ...more };
    const { job } = await jobs.enqueue(request);
    const claim = async (jobId?: string) =>
      await jobs.claim({ kinds: [kind], leaseMs: MINUTE_MS, ...(jobId !== undefined && { jobId }) });
    return { job, request, claim };
  }

  test("begin queued, with all that was asked for", async () => {
    const { job } = await enqueue();
    expect(job).toMatchObject({
      scope: "scope",
      spec: { seed: 1 },
      state: "queued",
      phase: undefined,
      progress: 0,
      sequence: 0,
      checkpoint: undefined,
      attempts: 0,
      result: undefined,
      error: undefined,
      requestedBy: TEST_ACTOR.id,
      startedAt: undefined,
      finishedAt: undefined,
    });
    expect(Math.abs(job.createdAt - Date.now())).toBeLessThan(MINUTE_MS);
    expect(await jobs.find(job.id)).toEqual(job);
    expect(await jobs.find(NOBODY)).toBeUndefined();
  });

  test("are leased to one runner, and commit once", async () => {
    const { job, claim } = await enqueue();
    const lease = (await claim())!;
    expect(lease.job).toMatchObject({ id: job.id, state: "running" });
    expect(await claim()).toBeUndefined();
    expect(await jobs.commit(lease, slice("c/1"))).toMatchObject({ id: job.id });
    expect(await jobs.commit(lease, slice("c/2"))).toBeUndefined();
    expect(await jobs.fail(lease, { code: "internal", detail: "late", cpuMs: 1 })).toBeUndefined();
    expect(await jobs.find(job.id)).toMatchObject({ sequence: 1, checkpoint: "c/1", ...REPORT });
    const next = (await claim(job.id))!;
    expect(next.token).not.toBe(lease.token);
    expect(await claim(NOBODY)).toBeUndefined();
  });

  test("succeed with a result", async () => {
    const { job, claim } = await enqueue();
    const result = { model_version: "v", figures: [1, null] };
    await jobs.commit((await claim())!, slice("c", { progress: 1, result }));
    expect(await jobs.find(job.id)).toMatchObject({ state: "succeeded", result, progress: 1 });
    expect(await claim()).toBeUndefined();
  });

  test("add up what their slices compute, failed ones too, in whole milliseconds", async () => {
    const { job, claim } = await enqueue({ cpuBudgetMs: 10_000, priority: 2 });
    expect(await jobs.commit((await claim())!, slice("c"))).toMatchObject({ cpuSpentMs: 121 });
    const failure = { code: "unavailable", detail: "Later.", retryAfterMs: 0, cpuMs: 9 };
    expect(await jobs.fail((await claim())!, failure)).toMatchObject({
      state: "queued",
      attempts: 1,
      cpuSpentMs: 130,
      error: { code: "unavailable", detail: "Later." },
    });
    expect(await jobs.find(job.id)).toMatchObject({ cpuBudgetMs: 10_000, priority: 2 });
  });

  test("fail for good where trying again cannot help", async () => {
    const { job, claim } = await enqueue();
    await jobs.fail((await claim())!, { code: "not_enough_bars", detail: "Few.", cpuMs: 1 });
    expect(await jobs.find(job.id)).toMatchObject({ state: "failed", error: { code: "not_enough_bars" } });
    expect(await claim()).toBeUndefined();
  });

  test("are cancelled once, for good", async () => {
    const { job, claim } = await enqueue();
    const lease = (await claim())!;
    expect(await jobs.cancel(job.id, TEST_ACTOR)).toMatchObject({ state: "cancelled" });
    expect(await jobs.commit(lease, slice("late"))).toBeUndefined();
    expect(await jobs.cancel(job.id, TEST_ACTOR)).toMatchObject({ state: "cancelled" });
    expect(await jobs.cancel(NOBODY, TEST_ACTOR)).toBeUndefined();
    expect(await claim()).toBeUndefined();
  });

  test("are found by id, several at once, and listed by kind, state and scope", async () => {
    const { job: first, request, claim } = await enqueue();
    const { job: second } = await jobs.enqueue({ ...request, scope: "other" });
    const idsOf = (found: readonly Job[]) => found.map(({ id }) => id);
    expect(idsOf(await jobs.findAll([first.id, NOBODY, second.id])).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    const { kind } = request;
    expect(idsOf(await jobs.list({ kind, limit: 5 }))).toEqual([second.id, first.id]);
    expect(idsOf(await jobs.list({ kind, limit: 1 }))).toEqual([second.id]);
    expect(idsOf(await jobs.list({ kind, limit: 5, after: second.id }))).toEqual([first.id]);
    expect(idsOf(await jobs.list({ kind, limit: 5, scope: "other" }))).toEqual([second.id]);
    await claim(first.id);
    expect(idsOf(await jobs.list({ kind, limit: 5, state: "running" }))).toEqual([first.id]);
  });

  test("are listed for sweeping until they are swept", async () => {
    const { job } = await enqueue();
    const unswept = (before: number) => jobs.listUnswept(before, 1_000);
    expect(await unswept(Date.now() + HOUR_MS)).not.toContain(job.id);
    await jobs.cancel(job.id, TEST_ACTOR);
    expect(await unswept(Date.now() - HOUR_MS)).not.toContain(job.id);
    expect(await unswept(Date.now() + HOUR_MS)).toContain(job.id);
    await jobs.markSwept(job.id);
    expect(await unswept(Date.now() + HOUR_MS)).not.toContain(job.id);
  });
}
