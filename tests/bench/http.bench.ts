// npm run bench -- http
// A prediction over HTTP beside what it is made of: the predictor alone in one process, and the ways through the gateway
// that carry it. Then what a fresh isolate pays for its first one.
import { setTimeout as sleep } from "node:timers/promises";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { definitionOf } from "../../shared/services/training/register-model.ts";
import { registerFile } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";
import type { CpuUse } from "./cpu-use.ts";
import { coldStart } from "./http/cold-start.ts";
import { predictorInProcess } from "./http/in-process.ts";
import { INSTRUMENT, newestBars, trainedFile, VERSION } from "./http/predicted-model.ts";
import { quantile } from "./quantile.ts";

const RUNS = 300;
const CALLERS = [1, 10, 50];
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

/** Milliseconds of each of `runs` calls that so many callers make, each one after its last. */
async function timeCallers(callers: number, runs: number, call: () => Promise<unknown>): Promise<number[]> {
  await call();
  const times: number[] = [];
  let left = runs;
  const caller = async () => {
    while (left-- > 0) {
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
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
let asked = 0;
/** Another band each time: a question that nobody has asked before. */
const predictAnew = () => callFunction(stack, "POST", "ml-predict", { symbol, neutral_band: ++asked * 1e-9 });
const predictBatch = () =>
  callFunction(stack, "POST", "ml-predict/batch", {
    items: Array.from({ length: 1_000 }, (_, i) => ({ symbol, features: { return_1: i * 1e-6 } })),
  });
const headers = { apikey: stack.keys.secret };
const restCall = async () =>
  (await fetch(`${stack.url}/rest/v1/instruments?select=symbol`, { headers })).text();

const rows: [string, number[]][] = [
  ["prediction in process", await time(RUNS, local.predict)],
  ["prediction in process, nothing remembered", await time(RUNS, local.predict, local.forget)],
  ["prediction over HTTP, nothing remembered", await time(COLD_RUNS, predict, () => sleep(MEMORY_MS))],
  [
    "gateway and function alone (status)",
    await time(RUNS, () => callFunction(stack, "GET", "ml-predict/status")),
  ],
  ["REST: one row", await time(RUNS, restCall)],
  ["REST: 300 bars", await time(RUNS, readBars)],
];
for (const callers of CALLERS) {
  rows.push(
    [`prediction over HTTP, known, ${callers} callers`, await timeCallers(callers, RUNS, predict)],
    [`prediction over HTTP, computed, ${callers} callers`, await timeCallers(callers, RUNS, predictAnew)],
    [`REST: one row, ${callers} callers`, await timeCallers(callers, RUNS, restCall)],
  );
}
rows.push(["1,000 rows in a batch over HTTP", await time(5, predictBatch)]);
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
