// npm run train -- --symbols EURUSD --timeframe 1h --horizon 12 [--force]
import process from "node:process";
import { parseArgs } from "node:util";
import { type Connection, readConnection } from "./connection.ts";
import { createProgressLine } from "./progress-line.ts";
import { formatReport } from "./train/format-report.ts";
import { followJob, triggerTraining } from "./train/training-client.ts";

const USAGE = `Usage: npm run train -- --symbols EURUSD[,GBPUSD] --horizon 1h
  --horizon           1m, 5m, 15m, 1h, 4h, 1d, 1w or 1mo; with --timeframe in its bars, or a duration of so many
  --timeframe         of the bars to learn from; the horizon's own when left out
  --label             triple_barrier or fixed_horizon; the horizon's own when left out
  --force             train even when the same was trained in the last seven days
  --model-version     a name of your own for the model
  --params            the learner's parameters as JSON, for example '{"rounds":100}'
  --seed              a whole number (0)
  --url, --key        another project than the one that npm start runs, and its secret key`;

const OPTIONS = {
  symbols: { type: "string" },
  timeframe: { type: "string" },
  horizon: { type: "string" },
  label: { type: "string" },
  force: { type: "boolean", default: false },
  "model-version": { type: "string" },
  params: { type: "string", default: "{}" },
  seed: { type: "string", default: "0" },
  url: { type: "string" },
  key: { type: "string" },
} as const;

async function main(args: readonly string[]): Promise<number> {
  const { values: flags } = parseArgs({ args: [...args], options: OPTIONS });
  const { symbols, timeframe, horizon, label } = flags;
  if (!symbols || !horizon) return fail(USAGE);
  const connection = await readConnection(flags);
  const started = await triggerTraining(connection, {
    symbols: symbols.split(","),
    horizon,
    force_retrain: flags.force,
    params: JSON.parse(flags.params),
    seed: Number(flags.seed),
    ...(timeframe !== undefined && { timeframe }),
    ...(label !== undefined && { label }),
    ...(flags["model-version"] !== undefined && { model_version: flags["model-version"] }),
  });
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
