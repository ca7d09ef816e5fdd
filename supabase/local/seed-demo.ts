import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { MARKET_PROFILES } from "../../seed/synthetic-market/market-profiles.ts";
import { followJob, triggerTraining } from "../tools/train/training-client.ts";
import type { Stack } from "./create-stack.ts";
import { PROJECT_ROOT } from "./project-config.ts";
import { storeDemoBars } from "./seed/store-demo-bars.ts";

/** Name of the model that the demo trains; examples of docs/openapi.json speak of it. */
export const DEMO_MODEL_VERSION = "demo-syn-coin-1h-12";

/** The demo's training: two years of hours of one market, more than 10,000 rows and up to 300 trees. */
const DEMO_TRAINING = {
  symbols: ["SYN-COIN"],
  timeframe: "1h",
  horizon: 12,
  model_version: DEMO_MODEL_VERSION,
  params: { rounds: 100 },
};

/**
 * Fills a fresh stack with something to try: instruments, synthetic bars up to the current hour, and a trained model.
 * Bars that are there already stay; on a later start only the bars since the last one are added.
 *
 * @returns what there is now, a line each
 */
export async function seedDemo(stack: Stack, log: (line: string) => void): Promise<string[]> {
  return [await seedMarkets(stack.databaseUrl, log), await trainDemoModel(stack, log)];
}

async function seedMarkets(databaseUrl: string, log: (line: string) => void): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(await readFile(join(PROJECT_ROOT, "seed/instruments.sql"), "utf8"));
    const symbols = MARKET_PROFILES.map(({ instrument }) => instrument.symbol);
    const added = await storeDemoBars(sql, symbols, log);
    return `Markets     ${symbols.join(" ")} (1h and 1m; ${added.toLocaleString("en")} bars new)`;
  } finally {
    await sql.end();
  }
}

async function trainDemoModel(stack: Stack, log: (line: string) => void): Promise<string> {
  const connection = { url: stack.url, key: stack.keys.secret };
  const { model_version: version } = DEMO_TRAINING;
  const known = await fetch(`${stack.url}/functions/v1/models/${version}`, {
    headers: { apikey: connection.key },
  });
  if (known.ok) return `Model       ${version}`;
  const training = await triggerTraining(connection, { ...DEMO_TRAINING, force_retrain: true });
  let phase = "";
  const job = await followJob(connection, training.job_url, (now) => {
    if (now.phase !== null && now.phase !== phase) log(`training ${version}: ${now.phase}`);
    phase = now.phase ?? phase;
  });
  if (job.state !== "succeeded") {
    return `Model       none: the training has ${job.state} (${job.error?.detail ?? "no reason given"})`;
  }
  const { model, gain } = job.result.report;
  const nats = gain.over_class_prior;
  return (
    `Model       ${version}, ${job.result.model_status}: accuracy ${(100 * model.accuracy.value).toFixed(1)} %, ` +
    `log loss saved against the class prior ${nats.value.toFixed(3)} [${nats.lower.toFixed(3)}, ${nats.upper.toFixed(3)}]`
  );
}
