import type { Sql } from "postgres";
import postgres from "postgres";
import { isStandIn } from "../postgres/extensions.ts";
import { settledWithin } from "../settled-within.ts";
import { type CronSchedule, parseSchedule } from "./cron-schedule.ts";
import { type CronJob, runCronJob } from "./run-cron-job.ts";

const TICK_MS = 1_000;
/** Jobs that run longer than this after the stack was stopped end with its server. */
const STOP_PATIENCE_MS = 5_000;

/**
 * Runs the jobs of cron.job where the server has our SQL-only pg_cron instead of the real one; does nothing where it
 * has the real one. A job never runs twice at a time: a run that falls due meanwhile begins when the other has ended.
 */
export async function startCron(
  superuserUrl: string,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const superuser = postgres(superuserUrl, { max: 4, onnotice: () => {} });
  if (!(await isStandIn(superuser, "cron", "schedule"))) {
    await superuser.end();
    return { stop: async () => {} };
  }
  await closeInterrupted(superuser);
  const scheduler = new CronScheduler(superuser, superuserUrl, log);
  const timer = setInterval(() => scheduler.tick(new Date()), TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await settledWithin(scheduler.running(), STOP_PATIENCE_MS);
      await superuser.end({ timeout: 1 });
    },
  };
}

/** pg_cron says the same of runs that a crash of the server cut off. */
async function closeInterrupted(superuser: Sql): Promise<void> {
  await superuser`
    update cron.job_run_details set status = 'failed', return_message = 'server restarted', end_time = now()
    where status in ('starting', 'running')`;
}

class CronScheduler {
  /** Runs in progress, by job. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #due = new Set<string>();
  readonly #lastStartMs = new Map<string, number>();
  readonly #startedAt = Date.now();
  #lastMinute = Math.floor(Date.now() / 60_000);
  #isFirstTick = true;

  constructor(
    private readonly superuser: Sql,
    private readonly superuserUrl: string,
    private readonly log: (line: string) => void,
  ) {}

  async tick(now: Date): Promise<void> {
    const minute = Math.floor(now.getTime() / 60_000);
    const isNewMinute = minute > this.#lastMinute;
    const isFirstTick = this.#isFirstTick;
    this.#lastMinute = minute;
    this.#isFirstTick = false;
    try {
      const jobs = await this.superuser<CronJob[]>`
        select jobid, schedule, command, database, username from cron.job where active order by jobid`;
      for (const job of jobs) {
        if (this.#isDue(job, parseSchedule(job.schedule), now, isNewMinute, isFirstTick))
          this.#due.add(job.jobid);
        if (this.#due.has(job.jobid) && !this.#running.has(job.jobid)) this.#run(job, now);
      }
    } catch (error) {
      this.log(`cannot look for jobs: ${(error as Error).message}`);
    }
  }

  running(): Iterable<Promise<void>> {
    return this.#running.values();
  }

  #isDue(
    job: CronJob,
    schedule: CronSchedule,
    now: Date,
    isNewMinute: boolean,
    isFirstTick: boolean,
  ): boolean {
    if (schedule.kind === "reboot") return isFirstTick;
    if (schedule.kind === "minutes") return isNewMinute && schedule.matches(now);
    const lastMs = this.#lastStartMs.get(job.jobid) ?? this.#startedAt;
    return now.getTime() - lastMs >= schedule.everySeconds * 1_000;
  }

  #run(job: CronJob, now: Date): void {
    this.#due.delete(job.jobid);
    this.#lastStartMs.set(job.jobid, now.getTime());
    const run = runCronJob(this.superuser, this.superuserUrl, job)
      .catch((error: Error) => this.log(`job ${job.jobid}: ${error.message}`))
      .finally(() => this.#running.delete(job.jobid));
    this.#running.set(job.jobid, run);
  }
}
