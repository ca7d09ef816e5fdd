import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStorageBlobStore } from "../../shared/adapters/storage/blob-store.ts";
import { createSupabaseJobStore } from "../../shared/adapters/supabase/job-store.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { JobStore } from "../../shared/ports/job-store.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { createMemoryBlobStore } from "../support/memory/blob-store.ts";
import { createMemoryJobStore } from "../support/memory/job-store.ts";
import { TEST_ACTOR } from "../support/models.ts";
import { clientOf, testStack } from "../support/stack.ts";

/** Each test has a kind of its own. */
const KINDS = 30;

let stack: Stack;

beforeAll(async () => {
  stack = await testStack();
  const sql = postgres(stack.databaseUrl, { max: 1 });
  await sql`insert into private.job_kinds (kind, run_path)
    select 'contract_' || n, '/jobs/run' from generate_series(0, ${KINDS - 1}) as n`;
  await sql.end();
});
afterAll(() => stack?.stop());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const REPORT = { phase: "fit", progress: 0.5 };
const slice = (checkpoint: string, more: object = {}) => ({ ...REPORT, checkpoint, cpuMs: 120.4, ...more });
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe.each<[string, () => JobStore]>([
  ["in memory", () => createMemoryJobStore(systemClock)],
  ["in the database", () => createSupabaseJobStore(clientOf(stack, stack.keys.secret))],
])("jobs %s", (_, create) => {
  let jobs: JobStore;
  let scopes = 0;

  beforeAll(() => {
    jobs = create();
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
});

describe.each<[string, () => BlobStore]>([
  ["in memory", () => createMemoryBlobStore()],
  ["in Storage", () => createStorageBlobStore(clientOf(stack, stack.keys.secret), "jobs")],
])("blobs %s", (_, create) => {
  const bytes = (length: number) => Uint8Array.from({ length }, (_value, i) => (i * 7) & 255);
  let blobs: BlobStore;
  beforeAll(() => {
    blobs = create();
  });

  test("are given back as they were stored, also large and empty ones", async () => {
    for (const length of [0, 1, 1_000, 3_000_000]) {
      await blobs.put(`folder/${length}`, bytes(length));
      const stored = await blobs.get(`folder/${length}`);
      // Compared as a whole: an assertion over millions of elements takes half a minute.
      expect(Buffer.compare(stored!, bytes(length))).toBe(0);
    }
  });

  test("of the same path are replaced", async () => {
    await blobs.put("again/a", bytes(10));
    await blobs.put("again/a", bytes(20));
    expect(await blobs.get("again/a")).toEqual(bytes(20));
  });

  test("that do not exist are undefined", async () => {
    expect(await blobs.get("nowhere/nothing")).toBeUndefined();
  });

  test("are listed by folder and removed, missing ones without complaint", async () => {
    for (const name of ["a", "b", "c"]) await blobs.put(`list/${name}`, bytes(3));
    expect((await blobs.list("list")).sort()).toEqual(["a", "b", "c"]);
    await blobs.remove(["list/a", "list/b", "list/none"]);
    expect(await blobs.list("list")).toEqual(["c"]);
    await blobs.remove([]);
    expect(await blobs.list("never")).toEqual([]);
  });
});
