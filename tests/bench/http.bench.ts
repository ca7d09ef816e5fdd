// npm run bench -- http
// A prediction over HTTP beside what it is made of: the predictor alone in one process, and the ways through the gateway
// that carry it, REST calls of the platform apart. What a fresh isolate pays: npm run bench -- cold-start.
import { setTimeout as sleep } from "node:timers/promises";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { createStack } from "../../supabase/local/create-stack.ts";
import { clientOf } from "../support/stack.ts";
import { callFunction } from "../support/train-over-http.ts";
import { predictorInProcess } from "./http/in-process.ts";
import { INSTRUMENT, newestBars, storeModel, trainedFile } from "./http/predicted-model.ts";
import { quantile } from "./quantile.ts";

const RUNS = 300;
const CALLERS = [1, 10, 50];
const COLD_RUNS = 20;
/** More than the predictor remembers anything that it reads for each prediction. */
const MEMORY_MS = 1_100;

const { symbol } = INSTRUMENT;
const bars = newestBars();
const file = trainedFile();
await using stack = await createStack();
const client = clientOf(stack, stack.keys.secret);
await storeModel(stack, bars, file);

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
