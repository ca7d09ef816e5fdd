import { beforeAll, expect, test } from "vitest";
import type { JobStore } from "../../../shared/ports/job-store.ts";
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
  async function enqueue() {
    const kind = `contract_${scopes++}`;
    const request = { kind, scope: "scope", spec: { seed: 1 }, requestedBy: TEST_ACTOR };
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

  test("of a scope exist once while unfinished", async () => {
    const { job, request } = await enqueue();
    const again = await jobs.enqueue(request);
    expect([again.outcome, again.job.id]).toEqual(["running", job.id]);
    await jobs.cancel(job.id, TEST_ACTOR);
    expect((await jobs.enqueue(request)).outcome).toBe("created");
  });

  test("reserve a name while unfinished", async () => {
    const { job, request } = await enqueue();
    const name = `model of ${job.id}`;
    const one = await jobs.enqueue({ ...request, scope: "one", reserves: name });
    const other = { ...request, scope: "other", reserves: name };
    await expect(jobs.enqueue(other)).rejects.toMatchObject({
      code: "conflict",
      detail: `The job ${one.job.id} that makes ${name} is queued.`,
    });
    await jobs.cancel(one.job.id, TEST_ACTOR);
    expect((await jobs.enqueue(other)).outcome).toBe("created");
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

  test("succeed with a result, and count as fresh from then on", async () => {
    const { job, request, claim } = await enqueue();
    const result = { model_version: "v", figures: [1, null] };
    await jobs.commit((await claim())!, slice("c", { progress: 1, result }));
    expect(await jobs.find(job.id)).toMatchObject({ state: "succeeded", result, progress: 1 });
    expect(await claim()).toBeUndefined();
    const recent = await jobs.enqueue({ ...request, freshSince: Date.now() - HOUR_MS });
    expect([recent.outcome, recent.job.id]).toEqual(["fresh", job.id]);
    expect((await jobs.enqueue({ ...request, freshSince: Date.now() + HOUR_MS })).outcome).toBe("created");
  });

  test("wait before they are tried again, and fail for good where that cannot help", async () => {
    const { job, claim } = await enqueue();
    await jobs.fail((await claim())!, {
      code: "unavailable",
      detail: "Later.",
      retryAfterMs: HOUR_MS,
      cpuMs: 1,
    });
    expect(await jobs.find(job.id)).toMatchObject({
      state: "queued",
      attempts: 1,
      error: { code: "unavailable", detail: "Later." },
    });
    expect(await claim()).toBeUndefined();

    const other = await enqueue();
    await jobs.fail((await other.claim())!, { code: "not_enough_bars", detail: "Few.", cpuMs: 1 });
    expect(await jobs.find(other.job.id)).toMatchObject({
      state: "failed",
      error: { code: "not_enough_bars" },
    });
  });

  test("come back when their runner is lost", async () => {
    const { job, request } = await enqueue();
    const short = { kinds: [request.kind], leaseMs: 1 };
    const lost = (await jobs.claim(short))!;
    await new Promise((resolve) => setTimeout(resolve, 30));
    const next = (await jobs.claim({ ...short, leaseMs: MINUTE_MS }))!;
    expect(next.job).toMatchObject({ id: job.id, attempts: 1 });
    expect(await jobs.commit(lost, slice("late"))).toBeUndefined();
    expect(await jobs.commit(next, slice("in time"))).toMatchObject({ id: job.id });
    expect(await jobs.find(job.id)).toMatchObject({ checkpoint: "in time", attempts: 0, error: undefined });
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
