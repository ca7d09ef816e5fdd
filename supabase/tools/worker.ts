// npm run worker [-- --url https://x.supabase.co --key sb_secret_...] [--until-idle]
import process from "node:process";
import { parseArgs } from "node:util";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createJobRunner } from "../../shared/composition/job-runner.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import { sweepFinishedJobs } from "../../shared/services/jobs/sweep.ts";
import { readConnection } from "../local/connection.ts";

const OPTIONS = {
  url: { type: "string" },
  key: { type: "string" },
  "until-idle": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const USAGE = `Usage: npm run worker
  --until-idle   ends when no job is waiting
  --url, --key   another project than the one that npm start runs, and its secret key
  --help         this text`;

/** A worker has no CPU life to mind; it saves this often so that little is lost when it is killed. */
const BUDGET_MS = 5_000;
const LEASE_MS = 120_000;
const CACHE_BYTES = 2 * 1024 ** 3;
const IDLE_WAIT_MS = 1_000;

/** Runs waiting jobs of a project, slice by slice, beside its isolates or in their place, until it is told to stop. */
async function main(args: readonly string[]): Promise<void> {
  const { values: flags } = parseArgs({ args: [...args], options: OPTIONS });
  if (flags.help) return console.log(USAGE);
  const { url, key } = await readConnection(flags);
  const client = createServiceClient({ supabaseUrl: url, secretKeys: { default: key } });
  const runner = createJobRunner(client, systemClock, CACHE_BYTES);
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  console.log(`Running jobs of ${url}. Ctrl-C stops after the slice under way.`);

  while (!stopping.signal.aborted) {
    const slice = await runJobSlice(runner, { budgetMs: BUDGET_MS, leaseMs: LEASE_MS });
    if (slice.kind === "failed") console.error(`job ${slice.jobId}: a slice failed:`, slice.cause);
    else if (slice.kind !== "idle") {
      console.log(`job ${slice.jobId}: ${slice.kind} after ${(slice.busyMs / 1_000).toFixed(1)} s of work`);
    }
    if (slice.kind !== "idle") continue;
    await sweepFinishedJobs(runner);
    if (flags["until-idle"]) return;
    await pause(IDLE_WAIT_MS, stopping.signal);
  }
}

/** Waits, but no longer than until the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

try {
  await main(process.argv.slice(2));
  // An idle connection of the client must not keep the process alive.
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
