import { describe, expect, test } from "vitest";
import { JobsDatabase } from "./jobs-database.ts";
import { SYSTEM } from "./market.ts";

const jobs = new JobsDatabase();

describe("claim_job", () => {
  test("gives a job to one runner, however many ask at once", async () => {
    await jobs.enqueue();
    const claims = await Promise.all(Array.from({ length: 12 }, () => jobs.claim()));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("gives several jobs to as many runners, without waiting for one another", async () => {
    for (const scope of ["a", "b", "c"]) await jobs.enqueue(scope);
    await jobs.sql.begin(async (holder) => {
      const [first] = await holder`select id from public.claim_job(array['training'], 60)`;
      const second = await jobs.claim();
      expect(second!.id).not.toBe(first!.id);
    });
  });

  test("lets jobs take turns", async () => {
    const { job: a } = await jobs.enqueue("a");
    const { job: b } = await jobs.enqueue("b");
    const order = [];
    for (let turn = 0; turn < 4; turn++) {
      const lease = (await jobs.claim())!;
      order.push(lease.id);
      await jobs.commit(lease);
    }
    expect(order).toEqual([a.id, b.id, a.id, b.id]);
  });

  test("gives jobs of higher priority first, but ten seconds of waiting make up for each step", async () => {
    const { job: old } = await jobs.enqueueJob({ scope: "old", priority: -1 });
    const { job: urgent } = await jobs.enqueueJob({ scope: "urgent", priority: 2 });
    const { job: plain } = await jobs.enqueueJob({ scope: "plain" });
    const waits = async (id: string, seconds: number) =>
      jobs.sql`update public.jobs set run_after = now() - make_interval(secs => ${seconds}) where id = ${id}`;
    const order = async () => {
      const ids = [(await jobs.claim())!.id, (await jobs.claim())!.id, (await jobs.claim())!.id];
      await jobs.sql`update public.jobs set lease_token = null, lease_until = null`;
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
    const { job: low } = await jobs.enqueueJob({ scope: "low", priority: -10 });
    await jobs.enqueueJob({ scope: "high", priority: 10 });
    let slices = 0;
    // A slice each two seconds for eight minutes: the jobs that wait grow older instead.
    for (let turn = 0; turn < 240; turn++) {
      const lease = (await jobs.claim())!;
      if (lease.id === low.id) slices++;
      await jobs.commit(lease, null, 0);
      await jobs.sql`update public.jobs set run_after = run_after - interval '2 seconds' where id <> ${lease.id}`;
    }
    expect(slices).toBe(2);
  });

  test("gives no job of another kind, no finished job, no job whose time has not come", async () => {
    const { job } = await jobs.enqueue();
    expect(await jobs.claim(null, ["backtest"])).toBeUndefined();
    await jobs.sql`update public.jobs set run_after = now() + interval '1 hour'`;
    expect(await jobs.claim(job.id)).toBeUndefined();
    await jobs.sql`select public.cancel_job(${job.id}, ${jobs.sql.json(SYSTEM)})`;
    expect(await jobs.claim(job.id)).toBeUndefined();
  });

  test("brings back a job whose runner was lost, under a new token", async () => {
    const { job } = await jobs.enqueue();
    const first = (await jobs.claim())!;
    expect(await jobs.claim()).toBeUndefined();
    await jobs.loseRunner(job.id);
    const second = (await jobs.claim())!;
    expect(second.lease_token).not.toBe(first.lease_token);
    expect(second.attempts).toBe("1");
    expect(await jobs.commit(first)).toBeUndefined();
    expect(await jobs.commit(second)).toMatchObject({ id: job.id, state: "running" });
    expect(await jobs.jobRow(job.id)).toMatchObject({ sequence: "1", attempts: "0", state: "running" });
  });
});
