import { beforeEach } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { SYSTEM } from "./market.ts";

type Claimed = NonNullable<Awaited<ReturnType<JobsDatabase["claim"]>>>;

/** A migrated database of the test file's own, without jobs before each test, and the calls that move them. */
export class JobsDatabase extends MigratedDatabase {
  constructor() {
    super(12);
    beforeEach(async () => {
      await this.sql`delete from public.jobs`;
    });
  }

  async enqueue(scope = "EURUSD/1h/12", freshSince: string | null = null) {
    return await this.enqueueJob({ scope }, SYSTEM, freshSince);
  }

  async enqueueJob(job: object, actor: object = SYSTEM, freshSince: string | null = null) {
    const asked = { kind: "training", scope: "EURUSD/1h/12", spec: { seed: 1 }, ...job };
    const [row] = await this.sql`
      select public.enqueue_job(${this.sql.json(asked)}, ${this.sql.json(actor as never)}, ${freshSince}) as answer`;
    return row!.answer as { outcome: string; job: Record<string, unknown> & { id: string } };
  }

  async claim(id: string | null = null, kinds = ["training"]) {
    const [row] = await this.sql`select * from public.claim_job(${kinds}, 60, ${id})`;
    return row;
  }

  async jobRow(id: string) {
    const [row] = await this.sql`select * from public.jobs where id = ${id}`;
    return row!;
  }

  /** The job after it, or nothing where the slice does not count. */
  async commit(lease: Claimed, result: object | null = null, cpuMs = 400) {
    const [row] = await this.sql`
      select * from public.commit_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, 'fit', 0.5,
        ${`${lease.id}/1`}, ${cpuMs}, ${result === null ? null : this.sql.json(result as never)})`;
    return row;
  }

  async fail(lease: Claimed, retryAfterSeconds: number | null, cpuMs = 1) {
    const [row] = await this.sql`
      select * from public.fail_job_slice(${lease.id}, ${lease.lease_token}, ${lease.sequence}, ${cpuMs}, 'internal',
        'Wrong.', ${retryAfterSeconds})`;
    return row;
  }

  async loseRunner(id: string) {
    await this.sql`update public.jobs set lease_until = now() - interval '1 second' where id = ${id}`;
  }
}
