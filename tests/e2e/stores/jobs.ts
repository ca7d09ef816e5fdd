import { beforeAll, expect, test } from "vitest";
import { createSupabaseJobStore } from "../../../shared/adapters/supabase/job-store.ts";
import type { JobRequest, JobStore } from "../../../shared/ports/job-store.ts";
import { TEST_ACTOR } from "../../support/models.ts";
import { clientOf, signedUp } from "../../support/stack.ts";
import type { Platform } from "./database-stores.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOBODY = "00000000-0000-4000-8000-000000000000";
const KINDS = 10;
const slice = (checkpoint: string, more: object = {}) => ({
  phase: "fit",
  progress: 0.5,
  checkpoint,
  cpuMs: 120.4,
  ...more,
});

/** Rules that the double leaves to the database (tests/sql/enqueue-job, claim-job and job-slices have every one), as the adapter tells them. */
export function describeJobRules(platform: () => Platform): void {
  let jobs: JobStore;
  let kindsUsed = 0;
  const stack = () => platform().stack;

  beforeAll(async () => {
    await platform().sql`insert into private.job_kinds (kind, run_path)
      select 'rules_' || n, '/jobs/run' from generate_series(0, ${KINDS - 1}) as n`;
    jobs = createSupabaseJobStore(clientOf(stack(), stack().keys.secret));
  });

  /** A job of a kind of its own, so that no test claims another one's. */
  async function enqueue(more: Partial<JobRequest> = {}) {
    const kind = `rules_${kindsUsed++}`;
    const request = { kind, scope: "scope", spec: { seed: 1 }, requestedBy: TEST_ACTOR, ...more };
    const { job } = await jobs.enqueue(request);
    const claim = async () => await jobs.claim({ kinds: [kind], leaseMs: MINUTE_MS });
    return { job, request, claim };
  }

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

  test("count as fresh once they have succeeded", async () => {
    const { job, request, claim } = await enqueue();
    await jobs.commit((await claim())!, slice("c", { progress: 1, result: {} }));
    const recent = await jobs.enqueue({ ...request, freshSince: Date.now() - HOUR_MS });
    expect([recent.outcome, recent.job.id]).toEqual(["fresh", job.id]);
    expect((await jobs.enqueue({ ...request, freshSince: Date.now() + HOUR_MS })).outcome).toBe("created");
  });

  test("wait before they are tried again", async () => {
    const { claim } = await enqueue();
    const failure = { code: "unavailable", detail: "Later.", retryAfterMs: HOUR_MS, cpuMs: 1 };
    expect(await jobs.fail((await claim())!, failure)).toMatchObject({ state: "queued" });
    expect(await claim()).toBeUndefined();
  });

  test("fail once their budget is spent, and say what to do", async () => {
    const { claim } = await enqueue({ cpuBudgetMs: 100 });
    expect(await jobs.commit((await claim())!, slice("c"))).toMatchObject({
      state: "failed",
      error: { code: "budget_exceeded", detail: expect.stringContaining("larger budget") },
    });
  });

  test("cannot be listed after one that is not there", async () => {
    await expect(jobs.list({ limit: 1, after: NOBODY })).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("belong to the user who asks; one whose account is gone is refused", async () => {
    const { data } = await (await signedUp(stack(), "owner")).auth.getUser();
    const requestedBy = { kind: "operator", id: data.user!.id } as const;
    expect((await enqueue({ requestedBy })).job.owner).toBe(data.user!.id);
    const gone = enqueue({ requestedBy: { ...requestedBy, id: NOBODY } });
    await expect(gone).rejects.toMatchObject({ code: "conflict" });
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
}
