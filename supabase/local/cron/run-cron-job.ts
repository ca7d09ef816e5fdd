import type { Sql } from "postgres";
import postgres from "postgres";

/** A row of cron.job, as far as a run needs it. */
export interface CronJob {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

/** Runs a job once, as its own user, and keeps its record in cron.job_run_details as pg_cron does. */
export async function runCronJob(superuser: Sql, superuserUrl: string, job: CronJob): Promise<void> {
  const { jobid, database, username, command } = job;
  const [details] = await superuser`
    insert into cron.job_run_details (jobid, database, username, command, status)
    values (${jobid}, ${database}, ${username}, ${command}, 'starting') returning runid`;
  const runid = details?.runid;
  const session = postgres(superuserUrl, { database, max: 1, onnotice: () => {} });
  try {
    const [backend] = await session`select pg_backend_pid() as pid`;
    await superuser`
      update cron.job_run_details set status = 'running', job_pid = ${backend?.pid}, start_time = clock_timestamp()
      where runid = ${runid}`;
    await session.unsafe(`set session authorization ${quoted(username)}`);
    const result = await session.unsafe(command);
    await finish(superuser, runid, "succeeded", `${result.command} ${result.count}`);
  } catch (error) {
    await finish(superuser, runid, "failed", `ERROR:  ${(error as Error).message}`);
  } finally {
    await session.end();
  }
}

async function finish(superuser: Sql, runid: string, status: string, message: string): Promise<void> {
  await superuser`
    update cron.job_run_details set status = ${status}, return_message = ${message}, end_time = clock_timestamp()
    where runid = ${runid}`;
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
