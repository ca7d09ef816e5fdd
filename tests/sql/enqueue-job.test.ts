import { beforeEach, describe, expect, test } from "vitest";
import { OTHER_USER_ID, USER_ID } from "./callers.ts";
import { JobsDatabase } from "./jobs-database.ts";
import { SYSTEM } from "./market.ts";

const jobs = new JobsDatabase();

describe("enqueue_job", () => {
  test("lets one job of a scope run, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => jobs.enqueue()));
    expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(new Set(answers.map(({ job }) => job.id)).size).toBe(1);
  });

  test("takes jobs of other scopes beside it", async () => {
    expect((await jobs.enqueue("a")).outcome).toBe("created");
    expect((await jobs.enqueue("b")).outcome).toBe("created");
  });

  test("answers a success since the given time, and none before it", async () => {
    const { job } = await jobs.enqueue();
    await jobs.commit((await jobs.claim())!, { done: true });
    const hour = 3_600_000;
    expect((await jobs.enqueue(undefined, new Date(Date.now() - hour).toISOString())).job.id).toBe(job.id);
    const later = await jobs.enqueue(undefined, new Date(Date.now() + hour).toISOString());
    expect(later.outcome).toBe("created");
  });

  test("lets no two unfinished jobs reserve one name, of whatever kind and scope, however many ask at once", async () => {
    const reserve = (kind: string, scope: string, reserves: string | null = "m1") =>
      jobs.enqueueJob({ kind, scope, reserves });
    const asked = await Promise.allSettled([
      ...Array.from({ length: 8 }, (_, i) => reserve("training", `scope ${i}`)),
      reserve("upload_evaluation", "m1"),
    ]);
    const refused = asked.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(8);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "EW409" });
    await reserve("training", "another", "m2");
    await reserve("training", "nameless", null);
    await reserve("training", "nameless too", null);
    const [holder] = await jobs.sql`select id, kind, scope from public.jobs where reserves = 'm1'`;
    const again = await reserve(holder!.kind, holder!.scope);
    expect(again).toMatchObject({ outcome: "running", job: { id: holder!.id } });
    await jobs.sql`select public.cancel_job(${holder!.id}, ${jobs.sql.json(SYSTEM)})`;
    expect((await reserve("training", "after it")).outcome).toBe("created");
  });

  test("does not count a failure as a success", async () => {
    await jobs.enqueue();
    await jobs.fail((await jobs.claim())!, null);
    expect((await jobs.enqueue(undefined, "2000-01-01T00:00:00Z")).outcome).toBe("created");
  });

  test("takes what is given, and for the rest the defaults", async () => {
    const given = { scope: "given", priority: 3, cpu_budget_ms: 5_000, max_attempts: 2 };
    expect((await jobs.enqueueJob(given)).job).toMatchObject({
      ...given,
      state: "queued",
      requested_by: "test",
    });
    const plain = { scope: "plain", priority: 0, cpu_budget_ms: null, max_attempts: 5, cpu_spent_ms: 0 };
    expect((await jobs.enqueueJob({ scope: "plain" })).job).toMatchObject(plain);
  });

  test.each([
    ["a kind that no function runs", { kind: "backtest" }, /jobs_kind_fkey/],
    ["a priority out of range", { priority: 11 }, /jobs_priority_check/],
    ["a budget of nothing", { cpu_budget_ms: 0 }, /jobs_cpu_budget_ms_check/],
    ["what is no column", { colour: "red" }, /colour/],
  ])("refuses %s", async (_, job, message) => {
    await expect(jobs.enqueueJob(job)).rejects.toThrow(message);
    expect(await jobs.sql`select from public.jobs`).toHaveLength(0);
  });

  test("lets what is asked for be audited, by whoever asked", async () => {
    const { job } = await jobs.enqueueJob({ priority: 1 });
    const [entry] =
      await jobs.sql`select actor_id, action, after from public.audit_log where subject_id = ${job.id}`;
    expect(entry).toMatchObject({ actor_id: "test", action: "job.enqueue", after: { priority: 1 } });
  });
});

describe("an owner", () => {
  const user = { kind: "operator", id: USER_ID };

  beforeEach(async () => {
    await jobs.sql`delete from auth.users`;
  });

  test("is the user who asks, unless another is named; the platform has none", async () => {
    await jobs.sql`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    expect((await jobs.enqueueJob({ scope: "own" }, user)).job.owner_id).toBe(USER_ID);
    const onBehalf = await jobs.enqueueJob({ scope: "other", owner_id: OTHER_USER_ID }, user);
    expect(onBehalf.job.owner_id).toBe(OTHER_USER_ID);
    expect((await jobs.enqueueJob({ scope: "platform" }, { kind: "cron" })).job.owner_id).toBeNull();
  });

  test("is outlived by the job", async () => {
    await jobs.sql`insert into auth.users (id) values (${USER_ID})`;
    const { job } = await jobs.enqueueJob({}, user);
    await jobs.sql`delete from auth.users where id = ${USER_ID}`;
    expect(await jobs.jobRow(job.id)).toMatchObject({ owner_id: null, state: "queued" });
    expect((await jobs.claim())!.id).toBe(job.id);
  });

  test("whose account is gone is told so, and nothing is queued", async () => {
    await expect(jobs.enqueueJob({}, user)).rejects.toMatchObject({
      code: "EW409",
      message: /account .* is gone/,
    });
    expect(await jobs.sql`select from public.jobs`).toHaveLength(0);
  });
});
