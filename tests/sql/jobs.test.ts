import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
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
  const [row] =
    await sql`select public.enqueue_job('training', ${scope}, '{"seed":1}', ${sql.json(SYSTEM)}, ${freshSince}) as answer`;
  return row!.answer as { outcome: string; job: { id: string } };
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

async function commit(lease: Claimed, result: object | null = null) {
  const [row] = await sql`
    select public.commit_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, 'fit', 0.5,
      ${`${lease.id}/1`}, ${result === null ? null : sql.json(result as never)}) as counts`;
  return row!.counts as boolean;
}

async function fail(lease: Claimed, retryAfterSeconds: number | null) {
  const [row] = await sql`
    select public.fail_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, 'internal', 'Wrong.',
      ${retryAfterSeconds}) as counts`;
  return row!.counts as boolean;
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
    const reserve = (kind: string, scope: string, name: string | null = "m1") =>
      sql`select public.enqueue_job(${kind}, ${scope}, '{}', ${sql.json(SYSTEM)}, null, ${name}) as answer`;
    const asked = await Promise.allSettled([
      ...Array.from({ length: 8 }, (_, i) => reserve("training", `scope ${i}`)),
      reserve("judge_upload", "m1"),
    ]);
    const refused = asked.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(8);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "EW409" });
    await reserve("training", "another", "m2");
    await reserve("training", "nameless", null);
    await reserve("training", "nameless too", null);
    const [holder] = await sql`select id, kind, scope from public.jobs where reserves = 'm1'`;
    const [again] = await reserve(holder!.kind, holder!.scope);
    expect(again!.answer).toMatchObject({ outcome: "running", job: { id: holder!.id } });
    await sql`select public.cancel_job(${holder!.id}, ${sql.json(SYSTEM)})`;
    expect((await reserve("training", "after it"))[0]!.answer).toMatchObject({ outcome: "created" });
  });

  test("does not count a failure as a success", async () => {
    await enqueue();
    await fail((await claim())!, null);
    expect((await enqueue(undefined, "2000-01-01T00:00:00Z")).outcome).toBe("created");
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
    expect(await commit(first)).toBe(false);
    expect(await commit(second)).toBe(true);
    expect(await jobRow(job.id)).toMatchObject({ sequence: "1", attempts: "0", state: "running" });
  });
});

describe("commit_job_slice", () => {
  test("counts a slice once", async () => {
    await enqueue();
    const lease = (await claim())!;
    const outcomes = await Promise.all([commit(lease), commit(lease), commit(lease)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  test("with a result ends the job", async () => {
    const { job } = await enqueue();
    await commit((await claim())!, { model_version: "v1" });
    expect(await jobRow(job.id)).toMatchObject({ state: "succeeded", result: { model_version: "v1" } });
    expect(await claim()).toBeUndefined();
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
  expect(await commit(lease)).toBe(false);
  expect(await fail(lease, 0)).toBe(false);

  const { job: other } = await enqueue("other");
  await commit((await claim())!, {});
  const [finished] = await sql`select state from public.cancel_job(${other.id}, ${sql.json(SYSTEM)})`;
  expect(finished!.state).toBe("succeeded");
  expect(await sql`select from public.cancel_job(gen_random_uuid(), ${sql.json(SYSTEM)})`).toHaveLength(0);
});

describe("tend_jobs", () => {
  const queue = () => sql`select method, url, headers from net.http_request_queue`;

  async function setSecrets() {
    await sql`select vault.create_secret('http://functions.test/functions/v1', 'edgewise_functions_url')`;
    await sql`select vault.create_secret('sb_secret_cron', 'edgewise_cron_key')`;
  }

  test("is scheduled every minute", async () => {
    const [job] = await sql`select schedule, command, active from cron.job where jobname = 'tend-jobs'`;
    expect(job).toEqual({ schedule: "* * * * *", command: "select private.tend_jobs()", active: true });
  });

  test("pokes the functions endpoint with the cron key while work waits, and only then", async () => {
    const { job } = await enqueue();
    await sql`select private.tend_jobs()`;
    expect(await queue(), "without secrets nobody is called").toHaveLength(0);
    await setSecrets();
    await sql`select private.tend_jobs()`;
    const [request] = await queue();
    expect(request).toMatchObject({
      method: "POST",
      url: "http://functions.test/functions/v1/trigger-training/run",
      headers: { apikey: "sb_secret_cron" },
    });

    await sql`delete from net.http_request_queue`;
    await claim();
    await sql`select private.tend_jobs()`;
    expect(await queue(), "somebody runs it").toHaveLength(0);
    await loseRunner(job.id);
    await sql`select private.tend_jobs()`;
    expect(await queue(), "its runner was lost").toHaveLength(1);
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
