// npm run bench -- http
// A prediction over HTTP beside what it is made of: the predictor alone in one process, and the ways through the gateway
// that carry it. Then what a fresh isolate pays for its first one.
import { setTimeout as sleep } from "node:timers/promises";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { definitionOf } from "../../shared/services/training/register-model.ts";
import { registerFile } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";
import { type CpuUse, coldStart } from "./http/cold-start.ts";
import { predictorInProcess } from "./http/in-process.ts";
import { INSTRUMENT, newestBars, trainedFile, VERSION } from "./http/predicted-model.ts";
import { quantile } from "./quantile.ts";

const RUNS = 300;
const COLD_RUNS = 20;
const COLD_STARTS = 5;
/** More than the predictor remembers anything that it reads for each prediction. */
const MEMORY_MS = 1_100;

const { symbol } = INSTRUMENT;
const bars = newestBars();
const file = trainedFile();
await using stack = await testStack();
const client = clientOf(stack, stack.keys.secret);
await prepare();

/** Milliseconds of each run, after one that is not counted. */
async function time(runs: number, work: () => Promise<unknown>, before: () => unknown = () => {}) {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await before();
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times;
}

async function prepare(): Promise<void> {
  await storeHourlyBars(stack, INSTRUMENT, bars);
  const featureSet = { version: FEATURE_SET.version, definition: definitionOf(FEATURE_SET) };
  await registerFile(client, symbol, file, { version: VERSION, featureSet });
  await callFunction(stack, "POST", `models/${VERSION}/promote`);
}

async function readBars(): Promise<void> {
  const { error } = await client.rpc("read_bars", {
    p_symbol: symbol,
    p_timeframe: "1h",
    p_limit: 300,
    p_newest_first: true,
  });
  if (error) throw error;
}

const local = await predictorInProcess(bars, file);
const predict = () => callFunction(stack, "POST", "ml-predict", { symbol });
const headers = { apikey: stack.keys.secret };
const restCall = async () =>
  (await fetch(`${stack.url}/rest/v1/instruments?select=symbol`, { headers })).text();

const rows: [string, number[]][] = [
  ["prediction in process", await time(RUNS, local.predict)],
  ["prediction in process, nothing remembered", await time(RUNS, local.predict, local.forget)],
  ["prediction over HTTP", await time(RUNS, predict)],
  ["prediction over HTTP, nothing remembered", await time(COLD_RUNS, predict, () => sleep(MEMORY_MS))],
  [
    "gateway and function alone (status)",
    await time(RUNS, () => callFunction(stack, "GET", "ml-predict/status")),
  ],
  ["REST: one row", await time(RUNS, restCall)],
  ["REST: 300 bars", await time(RUNS, readBars)],
];
const [[, reference]] = rows as [[string, number[]]];

console.log(
  `${(file.length / 1024).toFixed(0)} KB of trees over ${FEATURE_SET.features.length} features; times in ms`,
);
console.log("\n| | p50 | p95 | p99 | x in process |\n|---|---:|---:|---:|---:|");
for (const [name, times] of rows) {
  const shares = [0.5, 0.95, 0.99].map((share) => quantile(times, share).toFixed(2));
  const ratio = quantile(times, 0.5) / quantile(reference, 0.5);
  console.log(`| ${name} | ${shares.join(" | ")} | ${ratio.toFixed(1)} |`);
}

const starts: { boot: CpuUse; predicted: CpuUse }[] = [];
for (let start = 0; start < COLD_STARTS; start++) starts.push(await coldStart(stack, symbol));
const median = (of: (start: (typeof starts)[number]) => number) => quantile(starts.map(of), 0.5);
console.log("\n| cold start of ml-predict, CPU ms, median | isolate | all threads |\n|---|---:|---:|");
for (const [name, use] of Object.entries({
  "until it listens": ({ boot }) => boot,
  "until the first prediction is answered": ({ predicted }) => predicted,
} satisfies Record<string, (start: (typeof starts)[number]) => CpuUse>)) {
  console.log(`| ${name} | ${median((s) => use(s).isolateMs)} | ${median((s) => use(s).processMs)} |`);
}
