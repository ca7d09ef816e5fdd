import type { Sql } from "postgres";
import { describe, expect, test } from "vitest";
import { USER_ID } from "./callers.ts";
import { JobsDatabase } from "./jobs-database.ts";

const jobs = new JobsDatabase();

describe("list_jobs", () => {
  const list = async (
    filter: { kind?: string; state?: string; scope?: string; after?: string; limit?: number } = {},
  ) => {
    const { kind = null, state = null, scope = null, after = null, limit = 50 } = filter;
    const rows =
      await jobs.sql`select scope from public.list_jobs(${kind}, ${state}, ${scope}, ${after}, ${limit})`;
    return rows.map((row) => row.scope as string);
  };

  test("gives the newest first, by kind, state and scope", async () => {
    for (const scope of ["a", "b", "c"]) await jobs.enqueue(scope);
    await jobs.enqueueJob({ kind: "upload_evaluation", scope: "b" });
    await jobs.claim();
    expect(await list()).toEqual(["b", "c", "b", "a"]);
    expect(await list({ kind: "training" })).toEqual(["c", "b", "a"]);
    expect(await list({ state: "running" })).toEqual(["a"]);
    expect(await list({ kind: "upload_evaluation", scope: "b", state: "queued" })).toEqual(["b"]);
    expect(await list({ scope: "d" })).toEqual([]);
  });

  test("goes on after a job, also among jobs of one moment", async () => {
    const ids = new Map<string, string>();
    for (const scope of ["a", "b", "c", "d"]) ids.set(scope, (await jobs.enqueue(scope)).job.id);
    await jobs.sql`update public.jobs set created_at = '2026-01-01'`;
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

describe("access", () => {
  async function asRole<T>(role: string, claims: object, work: (as: Sql) => Promise<T>): Promise<T> {
    return (await jobs.sql.begin(async (as) => {
      await as`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      await as.unsafe(`set local role ${role}`);
      return await work(as as unknown as Sql);
    })) as T;
  }

  const read = (as: Sql) => as`select id, state, progress from public.jobs`;

  test("operators read jobs but not lease tokens; users see none; anon may not look", async () => {
    await jobs.enqueue();
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
    await jobs.enqueue();
    const claimed = await asRole(
      "service_role",
      {},
      (as) => as`select * from public.claim_job(array['training'], 60)`,
    );
    expect(claimed).toHaveLength(1);
  });
});
