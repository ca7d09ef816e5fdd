import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { JOB_KIND_NAMES, runRouteOf } from "../../shared/jobs/job-kinds.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { OTHER_USER_ID, USER_ID } from "./callers.ts";
import { SYSTEM } from "./market.ts";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await testDatabase();
  sql = postgres(database.url, { max: 12, onnotice: () => {} });
});

afterAll(async () => {
  await sql?.end();
  await database?.stop();
});

beforeEach(async () => {
  await sql`delete from public.jobs`;
});

async function enqueue(scope = "EURUSD/1h/12", freshSince: string | null = null) {
  return await enqueueJob({ scope }, SYSTEM, freshSince);
}

async function enqueueJob(job: object, actor: object = SYSTEM, freshSince: string | null = null) {
  const asked = { kind: "training", scope: "EURUSD/1h/12", spec: { seed: 1 }, ...job };
  const [row] = await sql`
    select public.enqueue_job(${sql.json(asked)}, ${sql.json(actor as never)}, ${freshSince}) as answer`;
  return row!.answer as { outcome: string; job: Record<string, unknown> & { id: string } };
}

async function claim(id: string | null = null, kinds = ["training"]) {
  const [row] = await sql`select * from public.claim_job(${kinds}, 60, ${id})`;
  return row;
}

async function jobRow(id: string) {
  const [row] = await sql`select * from public.jobs where id = ${id}`;
  return row!;
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;

/** The job after it, or nothing where the slice does not count. */
async function commit(lease: Claimed, result: object | null = null, cpuMs = 400) {
  const [row] = await sql`
    select * from public.commit_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, 'fit', 0.5,
      ${`${lease.id}/1`}, ${cpuMs}, ${result === null ? null : sql.json(result as never)})`;
  return row;
}

async function fail(lease: Claimed, retryAfterSeconds: number | null, cpuMs = 1) {
  const [row] = await sql`
    select * from public.fail_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, ${cpuMs}, 'internal',
      'Wrong.', ${retryAfterSeconds})`;
  return row;
}

async function loseRunner(id: string) {
  await sql`update public.jobs set lease_until = now() - interval '1 second' where id = ${id}`;
}

describe("enqueue_job", () => {
  test("lets one job of a scope run, however many ask at once", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => enqueue()));
    expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(new Set(answers.map(({ job }) => job.id)).size).toBe(1);
  });

  test("takes jobs of other scopes beside it", async () => {
    expect((await enqueue("a")).outcome).toBe("created");
    expect((await enqueue("b")).outcome).toBe("created");
  });

  test("answers a success since the given time, and none before it", async () => {
    const { job } = await enqueue();
    await commit((await claim())!, { done: true });
    const hour = 3_600_000;
    expect((await enqueue(undefined, new Date(Date.now() - hour).toISOString())).job.id).toBe(job.id);
    const later = await enqueue(undefined, new Date(Date.now() + hour).toISOString());
    expect(later.outcome).toBe("created");
  });

  test("lets no two unfinished jobs reserve one name, of whatever kind and scope, however many ask at once", async () => {
    const reserve = (kind: string, scope: string, reserves: string | null = "m1") =>
      enqueueJob({ kind, scope, reserves });
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
    const [holder] = await sql`select id, kind, scope from public.jobs where reserves = 'm1'`;
    const again = await reserve(holder!.kind, holder!.scope);
    expect(again).toMatchObject({ outcome: "running", job: { id: holder!.id } });
    await sql`select public.cancel_job(${holder!.id}, ${sql.json(SYSTEM)})`;
    expect((await reserve("training", "after it")).outcome).toBe("created");
  });

  test("does not count a failure as a success", async () => {
    await enqueue();
    await fail((await claim())!, null);
    expect((await enqueue(undefined, "2000-01-01T00:00:00Z")).outcome).toBe("created");
  });

  test("takes what is given, and for the rest the defaults", async () => {
    const given = { scope: "given", priority: 3, cpu_budget_ms: 5_000, max_attempts: 2 };
    expect((await enqueueJob(given)).job).toMatchObject({ ...given, state: "queued", requested_by: "test" });
    const plain = { scope: "plain", priority: 0, cpu_budget_ms: null, max_attempts: 5, cpu_spent_ms: 0 };
    expect((await enqueueJob({ scope: "plain" })).job).toMatchObject(plain);
  });

  test.each([
    ["a kind that no function runs", { kind: "backtest" }, /jobs_kind_fkey/],
    ["a priority out of range", { priority: 11 }, /jobs_priority_check/],
    ["a budget of nothing", { cpu_budget_ms: 0 }, /jobs_cpu_budget_ms_check/],
    ["what is no column", { colour: "red" }, /colour/],
  ])("refuses %s", async (_, job, message) => {
    await expect(enqueueJob(job)).rejects.toThrow(message);
    expect(await sql`select from public.jobs`).toHaveLength(0);
  });

  test("lets what is asked for be audited, by whoever asked", async () => {
    const { job } = await enqueueJob({ priority: 1 });
    const [entry] =
      await sql`select actor_id, action, after from public.audit_log where subject_id = ${job.id}`;
    expect(entry).toMatchObject({ actor_id: "test", action: "job.enqueue", after: { priority: 1 } });
  });
});

describe("an owner", () => {
  const user = { kind: "operator", id: USER_ID };

  beforeEach(async () => {
    await sql`delete from auth.users`;
  });

  test("is the user who asks, unless another is named; the platform has none", async () => {
    await sql`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    expect((await enqueueJob({ scope: "own" }, user)).job.owner_id).toBe(USER_ID);
    const onBehalf = await enqueueJob({ scope: "other", owner_id: OTHER_USER_ID }, user);
    expect(onBehalf.job.owner_id).toBe(OTHER_USER_ID);
    expect((await enqueueJob({ scope: "platform" }, { kind: "cron" })).job.owner_id).toBeNull();
  });

  test("is outlived by the job", async () => {
    await sql`insert into auth.users (id) values (${USER_ID})`;
    const { job } = await enqueueJob({}, user);
    await sql`delete from auth.users where id = ${USER_ID}`;
    expect(await jobRow(job.id)).toMatchObject({ owner_id: null, state: "queued" });
    expect((await claim())!.id).toBe(job.id);
  });

  test("whose account is gone is told so, and nothing is queued", async () => {
    await expect(enqueueJob({}, user)).rejects.toMatchObject({
      code: "EW409",
      message: /account .* is gone/,
    });
    expect(await sql`select from public.jobs`).toHaveLength(0);
  });
});

describe("claim_job", () => {
  test("gives a job to one runner, however many ask at once", async () => {
    await enqueue();
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim()));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("gives several jobs to as many runners, without waiting for one another", async () => {
    for (const scope of ["a", "b", "c"]) await enqueue(scope);
    await sql.begin(async (holder) => {
      const [first] = await holder`select id from public.claim_job(array['training'], 60)`;
      const second = await claim();
      expect(second!.id).not.toBe(first!.id);
    });
  });

  test("lets jobs take turns", async () => {
    const { job: a } = await enqueue("a");
    const { job: b } = await enqueue("b");
    const order = [];
    for (let turn = 0; turn < 4; turn++) {
      const lease = (await claim())!;
      order.push(lease.id);
      await commit(lease);
    }
    expect(order).toEqual([a.id, b.id, a.id, b.id]);
  });

  test("gives jobs of higher priority first, but ten seconds of waiting make up for each step", async () => {
    const { job: old } = await enqueueJob({ scope: "old", priority: -1 });
    const { job: urgent } = await enqueueJob({ scope: "urgent", priority: 2 });
    const { job: plain } = await enqueueJob({ scope: "plain" });
    const waits = async (id: string, seconds: number) =>
      sql`update public.jobs set run_after = now() - make_interval(secs => ${seconds}) where id = ${id}`;
    const order = async () => {
      const ids = [(await claim())!.id, (await claim())!.id, (await claim())!.id];
      await sql`update public.jobs set lease_token = null, lease_until = null`;
      return ids;
    };
    for (const { id } of [old, urgent, plain]) await waits(id, 1);
    expect(await order()).toEqual([urgent.id, plain.id, old.id]);
    await waits(old.id, 25);
    expect(await order()).toEqual([urgent.id, old.id, plain.id]);
    await waits(old.id, 35);
    expect(await order()).toEqual([old.id, urgent.id, plain.id]);
  });

  test("starves nobody: among jobs of the highest priority that never end, the lowest still gets its slices", async () => {
    const { job: low } = await enqueueJob({ scope: "low", priority: -10 });
    await enqueueJob({ scope: "high", priority: 10 });
    let slices = 0;
    // A slice each two seconds for eight minutes: the jobs that wait grow older instead.
    for (let turn = 0; turn < 240; turn++) {
      const lease = (await claim())!;
      if (lease.id === low.id) slices++;
      await commit(lease, null, 0);
      await sql`update public.jobs set run_after = run_after - interval '2 seconds' where id <> ${lease.id}`;
    }
    expect(slices).toBe(2);
  });

  test("gives no job of another kind, no finished job, no job whose time has not come", async () => {
    const { job } = await enqueue();
    expect(await claim(null, ["backtest"])).toBeUndefined();
    await sql`update public.jobs set run_after = now() + interval '1 hour'`;
    expect(await claim(job.id)).toBeUndefined();
    await sql`select public.cancel_job(${job.id}, ${sql.json(SYSTEM)})`;
    expect(await claim(job.id)).toBeUndefined();
  });

  test("brings back a job whose runner was lost, under a new token", async () => {
    const { job } = await enqueue();
    const first = (await claim())!;
    expect(await claim()).toBeUndefined();
    await loseRunner(job.id);
    const second = (await claim())!;
    expect(second.lease_token).not.toBe(first.lease_token);
    expect(second.attempts).toBe("1");
    expect(await commit(first)).toBeUndefined();
    expect(await commit(second)).toMatchObject({ id: job.id, state: "running" });
    expect(await jobRow(job.id)).toMatchObject({ sequence: "1", attempts: "0", state: "running" });
  });
});

describe("commit_job_slice", () => {
  test("counts a slice once", async () => {
    await enqueue();
    const lease = (await claim())!;
    const outcomes = await Promise.all([commit(lease), commit(lease), commit(lease)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await jobRow(lease.id)).toMatchObject({ sequence: "1", cpu_spent_ms: "400" });
  });

  test("with a result ends the job", async () => {
    const { job } = await enqueue();
    await commit((await claim())!, { model_version: "v1" });
    expect(await jobRow(job.id)).toMatchObject({ state: "succeeded", result: { model_version: "v1" } });
    expect(await claim()).toBeUndefined();
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
    const { job } = await enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await commit((await claim())!, null, 599.5)).toMatchObject({
      state: "running",
      cpu_spent_ms: "600",
    });
    expect(await commit((await claim())!, null, 600)).toMatchObject({
      ...EXCEEDED,
      sequence: "2",
      cpu_spent_ms: "1200",
    });
    expect((await jobRow(job.id)).finished_at).toBeInstanceOf(Date);
    expect(await claim()).toBeUndefined();
  });

  test("does not take back what is finished", async () => {
    await enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await commit((await claim())!, { done: true }, 1_200)).toMatchObject({
      state: "succeeded",
      error_code: null,
    });
  });

  test("counts failed slices too, and is never a reason to try again", async () => {
    await enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await fail((await claim())!, 0, 700)).toMatchObject({ state: "queued", error_code: "internal" });
    expect(await fail((await claim())!, 0, 500)).toMatchObject({ ...EXCEEDED, attempts: "2" });
    await enqueueJob({ cpu_budget_ms: 1_000 });
    expect(await fail((await claim())!, null, 1_200)).toMatchObject({
      state: "failed",
      error_code: "internal",
    });
  });
});

describe("failures", () => {
  test("are retried when their time has come, until attempts run out", async () => {
    const { job } = await enqueue();
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect((await jobRow(job.id)).state).toBe("queued");
      await fail((await claim())!, 0);
    }
    expect(await jobRow(job.id)).toMatchObject({ state: "failed", error_code: "internal", attempts: "5" });
  });

  test("that cannot pass end the job at once", async () => {
    const { job } = await enqueue();
    await fail((await claim())!, null);
    expect(await jobRow(job.id)).toMatchObject({ state: "failed", error_detail: "Wrong." });
  });

  test("a job that kills every runner fails as runner_lost", async () => {
    const { job } = await enqueue();
    for (let attempt = 0; attempt < 5; attempt++) {
      await claim();
      await loseRunner(job.id);
    }
    expect(await claim()).toBeUndefined();
    expect(await jobRow(job.id)).toMatchObject({ state: "failed", error_code: "runner_lost" });
  });
});

test("a cancelled job takes no more slices; a finished one stays as it is", async () => {
  const { job } = await enqueue();
  const lease = (await claim())!;
  const [cancelled] = await sql`select state from public.cancel_job(${job.id}, ${sql.json(SYSTEM)})`;
  expect(cancelled!.state).toBe("cancelled");
  expect(await commit(lease)).toBeUndefined();
  expect(await fail(lease, 0)).toBeUndefined();

  const { job: other } = await enqueue("other");
  await commit((await claim())!, {});
  const [finished] = await sql`select state from public.cancel_job(${other.id}, ${sql.json(SYSTEM)})`;
  expect(finished!.state).toBe("succeeded");
  expect(await sql`select from public.cancel_job(gen_random_uuid(), ${sql.json(SYSTEM)})`).toHaveLength(0);
});

describe("list_jobs", () => {
  const list = async (
    filter: { kind?: string; state?: string; scope?: string; after?: string; limit?: number } = {},
  ) => {
    const { kind = null, state = null, scope = null, after = null, limit = 50 } = filter;
    const rows =
      await sql`select scope from public.list_jobs(${kind}, ${state}, ${scope}, ${after}, ${limit})`;
    return rows.map((row) => row.scope as string);
  };

  test("gives the newest first, by kind, state and scope", async () => {
    for (const scope of ["a", "b", "c"]) await enqueue(scope);
    await enqueueJob({ kind: "upload_evaluation", scope: "b" });
    await claim();
    expect(await list()).toEqual(["b", "c", "b", "a"]);
    expect(await list({ kind: "training" })).toEqual(["c", "b", "a"]);
    expect(await list({ state: "running" })).toEqual(["a"]);
    expect(await list({ kind: "upload_evaluation", scope: "b", state: "queued" })).toEqual(["b"]);
    expect(await list({ scope: "d" })).toEqual([]);
  });

  test("goes on after a job, also among jobs of one moment", async () => {
    const ids = new Map<string, string>();
    for (const scope of ["a", "b", "c", "d"]) ids.set(scope, (await enqueue(scope)).job.id);
    await sql`update public.jobs set created_at = '2026-01-01'`;
    const all = await list();
    const pages = [await list({ limit: 2 }), await list({ limit: 2, after: ids.get(all[1]!)! })];
    expect(pages.flat()).toEqual(all);
    expect(await list({ after: ids.get(all[3]!)! })).toEqual([]);
    await expect(list({ after: USER_ID })).rejects.toMatchObject({
      code: "EW400",
      message: /without a cursor/,
    });
  });
});

test("the database knows the kinds that the code knows, with the same run routes", async () => {
  const kinds = await sql`select kind, run_path from private.job_kinds order by kind`;
  expect(kinds).toEqual(JOB_KIND_NAMES.map((kind) => ({ kind, run_path: `/${runRouteOf(kind)}` })));
});

describe("tend_jobs", () => {
  const queue = () => sql`select method, url, headers from net.http_request_queue`;

  async function setSecrets() {
    await sql`select vault.create_secret('http://functions.test/functions/v1', 'edgewise_functions_url')`;
    await sql`select vault.create_secret('sb_secret_cron', 'edgewise_cron_key')`;
  }

  test("is scheduled every minute", async () => {
    const [job] = await sql`select schedule, command, active from cron.job where jobname = 'tend-jobs'`;
    expect(job).toEqual({ schedule: "* * * * *", command: "select internal.tend_jobs()", active: true });
  });

  test("pokes the functions endpoint with the cron key while work waits, and only then", async () => {
    const { job } = await enqueue();
    await sql`select internal.tend_jobs()`;
    expect(await queue(), "without secrets nobody is called").toHaveLength(0);
    await setSecrets();
    await sql`select internal.tend_jobs()`;
    const [request] = await queue();
    expect(request).toMatchObject({
      method: "POST",
      url: "http://functions.test/functions/v1/jobs/run",
      headers: { apikey: "sb_secret_cron" },
    });

    await sql`delete from net.http_request_queue`;
    await claim();
    await sql`select internal.tend_jobs()`;
    expect(await queue(), "somebody runs it").toHaveLength(0);
    await loseRunner(job.id);
    await sql`select internal.tend_jobs()`;
    expect(await queue(), "its runner was lost").toHaveLength(1);
  });

  test("calls each function that hosts a waiting kind, once", async () => {
    await sql`insert into private.job_kinds values ('elsewhere', '/executions/run')`;
    for (const kind of ["training", "upload_evaluation", "elsewhere"]) await enqueueJob({ kind });
    await sql`delete from net.http_request_queue`;
    await sql`select internal.tend_jobs()`;
    const urls = (await queue()).map(({ url }) => new URL(url).pathname);
    expect(urls.sort()).toEqual(["/functions/v1/executions/run", "/functions/v1/jobs/run"]);
  });

  test("calls for a job that nobody takes once an hour from its second hour on", async () => {
    await enqueue();
    const callsAfter = async (waited: string) => {
      await sql`delete from net.http_request_queue`;
      await sql`update public.jobs set run_after = now() - ${waited}::interval`;
      await sql`select internal.tend_jobs()`;
      return (await queue()).length;
    };
    expect(await callsAfter("59 minutes")).toBe(1);
    expect(await callsAfter("65 minutes")).toBe(0);
    expect(await callsAfter("5 hours 1 second")).toBe(1);
    expect(await callsAfter("5 hours 61 seconds")).toBe(0);
  });
});

describe("access", () => {
  async function asRole<T>(role: string, claims: object, work: (as: Sql) => Promise<T>): Promise<T> {
    return (await sql.begin(async (as) => {
      await as`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      await as.unsafe(`set local role ${role}`);
      return await work(as as unknown as Sql);
    })) as T;
  }

  const read = (as: Sql) => as`select id, state, progress from public.jobs`;

  test("operators read jobs but not lease tokens; users see none; anon may not look", async () => {
    await enqueue();
    expect(await asRole("authenticated", { app_metadata: { role: "operator" } }, read)).toHaveLength(1);
    expect(await asRole("authenticated", {}, read)).toHaveLength(0);
    await expect(asRole("anon", {}, read)).rejects.toThrow(/permission denied/);
    const token = (as: Sql) => as`select lease_token from public.jobs`;
    await expect(asRole("authenticated", {}, token)).rejects.toThrow(/permission denied/);
  });

  test("only the service runs them", async () => {
    for (const role of ["anon", "authenticated"]) {
      const call = (as: Sql) => as`select public.claim_job(array['training'], 60)`;
      await expect(asRole(role, {}, call)).rejects.toThrow(/permission denied/);
    }
    await enqueue();
    const claimed = await asRole(
      "service_role",
      {},
      (as) => as`select * from public.claim_job(array['training'], 60)`,
    );
    expect(claimed).toHaveLength(1);
  });
});
