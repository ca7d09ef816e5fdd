import { beforeEach, expect, test } from "vitest";
import { createSupabaseJobStore } from "../../shared/adapters/supabase/job-store.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import type { JobDefinition } from "../../shared/jobs/job-definition.ts";
import { LruMap } from "../../shared/memory/lru-map.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import { createMemoryBlobStore } from "../support/memory/blob-store.ts";
import { TEST_ACTOR } from "../support/models.ts";
import { MigratedDatabase } from "./database.ts";
import { serviceClient } from "./service-client.ts";

// The runner by the rules of the database: what it takes over, gives up and is stopped by.

const database = new MigratedDatabase();
const jobs = createSupabaseJobStore(serviceClient(database));
const STEPS = 6;

beforeEach(async () => {
  await database.sql`delete from public.jobs`;
});

/** Counts; each slice is one step of `stepMs` of work. */
function counting(fault?: () => unknown): JobDefinition<unknown, number> {
  return {
    kind: "training",
    parseSpec: (spec) => spec,
    start: () => 0,
    async step(_, steps) {
      const error = fault?.();
      if (error) throw error;
      return steps + 1;
    },
    report: (steps) => ({
      phase: "count",
      progress: steps / STEPS,
      ...(steps === STEPS && { result: { steps } }),
    }),
    encodeState: (steps) => Uint8Array.of(steps),
    decodeState: ([steps]) => steps!,
  };
}

async function setup(options: { fault?: () => unknown; cpuBudgetMs?: number; stepMs?: number } = {}) {
  let elapsedMs = 0;
  const definition = counting(() => {
    elapsedMs += options.stepMs ?? 1;
    return options.fault?.();
  });
  const deps = {
    jobs,
    blobs: createMemoryBlobStore(),
    clock: { now: systemClock.now, elapsed: () => elapsedMs },
    artifactCache: new LruMap<string, unknown>(1_000),
    kinds: ["training"],
    definitionOf: async () => definition,
  };
  const { job } = await jobs.enqueue({
    kind: "training",
    scope: "s",
    spec: {},
    requestedBy: TEST_ACTOR,
    cpuBudgetMs: options.cpuBudgetMs,
  });
  const run = (budgetMs = 0) => runJobSlice(deps, { budgetMs, leaseMs: 60_000 });
  return { deps, run, read: async () => (await jobs.find(job.id))! };
}

const loseRunners = () => database.sql`update public.jobs set lease_until = now() - interval '1 second'
  where lease_until is not null`;

test("a job goes on from slice to slice to its end", async () => {
  const { run, read } = await setup();
  const outcomes = [];
  for (let slice = 0; slice <= STEPS; slice++) outcomes.push((await run()).kind);
  expect(outcomes).toEqual([...Array(STEPS - 1).fill("advanced"), "finished", "idle"]);
  expect(await read()).toMatchObject({ state: "succeeded", sequence: STEPS, result: { steps: STEPS } });
});

test("a runner that comes late can never win, and the one after it goes on from the last commit", async () => {
  const { deps, run, read } = await setup();
  await run();
  const late = (await jobs.claim({ kinds: ["training"], leaseMs: 60_000 }))!;
  expect(await run()).toEqual({ kind: "idle" });
  await loseRunners();
  expect(await run()).toMatchObject({ kind: "advanced" });
  const slice = { phase: "late", progress: 0.9, checkpoint: "late", cpuMs: 1 };
  expect(await deps.jobs.commit(late, slice)).toBeUndefined();
  expect(await read()).toMatchObject({ phase: "count", sequence: 2 });
});

test("an unexpected error is tried again five times, each when its time has come, and then the job has failed", async () => {
  const { run, read } = await setup({ fault: () => new Error("secret cause") });
  for (const waitMs of [1_000, 2_000, 4_000, 8_000]) {
    expect(await run()).toMatchObject({ kind: "failed" });
    expect((await read()).state).toBe("queued");
    expect(await run()).toEqual({ kind: "idle" });
    const [row] = await database.sql`select extract(epoch from run_after - now()) as wait from public.jobs`;
    expect(Number(row!.wait) * 1_000).toBeGreaterThan(waitMs - 1_000);
    expect(Number(row!.wait) * 1_000).toBeLessThanOrEqual(waitMs);
    await database.sql`update public.jobs set run_after = now()`;
  }
  await run();
  expect(await read()).toMatchObject({ state: "failed", attempts: 5, error: { code: "internal" } });
});

test("after each lost runner the next slice does half as much, until one is committed", async () => {
  const { run } = await setup({ stepMs: 10 });
  for (let losses = 0; losses < 2; losses++) {
    await jobs.claim({ kinds: ["training"], leaseMs: 60_000 });
    await loseRunners();
  }
  expect(await run(40)).toMatchObject({ kind: "advanced", busyMs: 10 });
  expect(await run(40)).toMatchObject({ kind: "advanced", busyMs: 40 });
});

test("a job that has spent its budget is over, with the reason and the cure, and what it stored is gone", async () => {
  const { deps, run, read } = await setup({ cpuBudgetMs: 25, stepMs: 10 });
  const outcomes = [(await run()).kind, (await run()).kind, (await run()).kind, (await run()).kind];
  expect(outcomes).toEqual(["advanced", "advanced", "failed", "idle"]);
  const job = await read();
  expect(job).toMatchObject({
    state: "failed",
    sequence: 3,
    cpuSpentMs: 30,
    error: { code: "budget_exceeded" },
  });
  expect(job.error!.detail).toMatch(/Ask for it again with a larger budget/);
  expect(await deps.blobs.list(job.id)).toEqual([]);
});
