// npm run train -- --symbols EURUSD --timeframe 1h --horizon 12 (--help has all flags)
import process from "node:process";
import { type Connection, readConnection } from "../local/connection.ts";
import { createProgressLine } from "../local/progress-line.ts";
import { formatReport } from "./train/format-report.ts";
import { followJob, triggerTraining } from "./train/training-client.ts";
import { readTrainingFlags, USAGE } from "./train/training-flags.ts";

async function main(args: readonly string[]): Promise<number> {
  const command = readTrainingFlags(args);
  if (!command) {
    console.log(USAGE);
    return 0;
  }
  const connection = await readConnection(command.connection);
  const started = await triggerTraining(connection, command.body);
  if (started.status === "skipped") {
    console.log(
      `${started.message}: last trained at ${started.last_training}. Pass --force to train anyway.`,
    );
    return 0;
  }
  return await follow(connection, started.job_url);
}

async function follow(connection: Connection, jobUrl: string): Promise<number> {
  const progress = createProgressLine((text) => process.stderr.write(text), process.stderr.isTTY);
  const job = await followJob(connection, jobUrl, ({ phase, state, progress: share, eta_seconds: eta }) =>
    progress.update(share, `${phase ?? state}${eta === null ? "" : `, about ${eta} s left`}`),
  );
  progress.end();
  if (job.state !== "succeeded") return fail(`The job has ${job.state}. ${job.error?.detail ?? ""}`);
  console.log(formatReport(job.result));
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = fail(error instanceof Error ? error.message : String(error));
}
