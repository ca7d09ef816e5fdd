import { describe, expect, test } from "vitest";
import { JOB_KIND_NAMES, runRouteOf } from "../../shared/jobs/job-kinds.ts";
import { JobsDatabase } from "./jobs-database.ts";

const jobs = new JobsDatabase();

test("the database knows the kinds that the code knows, with the same run routes", async () => {
  const kinds = await jobs.sql`select kind, run_path from private.job_kinds order by kind`;
  expect(kinds).toEqual(JOB_KIND_NAMES.map((kind) => ({ kind, run_path: `/${runRouteOf(kind)}` })));
});

describe("tend_jobs", () => {
  const queue = () => jobs.sql`select method, url, headers from net.http_request_queue`;

  async function setSecrets() {
    await jobs.sql`select vault.create_secret('http://functions.test/functions/v1', 'edgewise_functions_url')`;
    await jobs.sql`select vault.create_secret('sb_secret_cron', 'edgewise_cron_key')`;
  }

  test("is scheduled every minute", async () => {
    const [job] = await jobs.sql`select schedule, command, active from cron.job where jobname = 'tend-jobs'`;
    expect(job).toEqual({ schedule: "* * * * *", command: "select internal.tend_jobs()", active: true });
  });

  test("pokes the functions endpoint with the cron key while work waits, and only then", async () => {
    const { job } = await jobs.enqueue();
    await jobs.sql`select internal.tend_jobs()`;
    expect(await queue(), "without secrets nobody is called").toHaveLength(0);
    await setSecrets();
    await jobs.sql`select internal.tend_jobs()`;
    const [request] = await queue();
    expect(request).toMatchObject({
      method: "POST",
      url: "http://functions.test/functions/v1/jobs/run",
      headers: { apikey: "sb_secret_cron" },
    });

    await jobs.sql`delete from net.http_request_queue`;
    await jobs.claim();
    await jobs.sql`select internal.tend_jobs()`;
    expect(await queue(), "somebody runs it").toHaveLength(0);
    await jobs.loseRunner(job.id);
    await jobs.sql`select internal.tend_jobs()`;
    expect(await queue(), "its runner was lost").toHaveLength(1);
  });

  test("calls each function that hosts a waiting kind, once", async () => {
    await jobs.sql`insert into private.job_kinds values ('elsewhere', '/executions/run')`;
    for (const kind of ["training", "upload_evaluation", "elsewhere"]) await jobs.enqueueJob({ kind });
    await jobs.sql`delete from net.http_request_queue`;
    await jobs.sql`select internal.tend_jobs()`;
    const urls = (await queue()).map(({ url }) => new URL(url).pathname);
    expect(urls.sort()).toEqual(["/functions/v1/executions/run", "/functions/v1/jobs/run"]);
  });

  test("calls for a job that nobody takes once an hour from its second hour on", async () => {
    await jobs.enqueue();
    const callsAfter = async (waited: string) => {
      await jobs.sql`delete from net.http_request_queue`;
      await jobs.sql`update public.jobs set run_after = now() - ${waited}::interval`;
      await jobs.sql`select internal.tend_jobs()`;
      return (await queue()).length;
    };
    expect(await callsAfter("59 minutes")).toBe(1);
    expect(await callsAfter("65 minutes")).toBe(0);
    expect(await callsAfter("5 hours 1 second")).toBe(1);
    expect(await callsAfter("5 hours 61 seconds")).toBe(0);
  });
});
