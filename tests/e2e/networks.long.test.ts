import { afterAll, beforeAll, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { generateBars } from "../../seed/synthetic-market/generate-bars.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createJobRunner } from "../../shared/composition/job-runner.ts";
import { computeFeatures } from "../../shared/features/compute-features.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import { rowMajor } from "../../shared/services/training/rows/feature-blocks.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { followJob } from "../../supabase/tools/train/training-client.ts";
import { nativeStandIn } from "../support/onnx-runtimes.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";

const HOUR_MS = 3_600_000;
const SYMBOL = "SYN-COIN";
const TO = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const INSTRUMENT = DEMO_INSTRUMENTS.find(({ symbol }) => symbol === SYMBOL)!;
const BARS = generateBars({ symbol: SYMBOL, timeframe: "1h", from: TO - 1_500 * HOUR_MS, to: TO });
const STEPS = 8;
const REQUEST = {
  symbols: [SYMBOL],
  timeframe: "1h",
  horizon: 12,
  force_retrain: true,
  to: new Date(TO).toISOString(),
  family: "lstm",
  params: { sequenceLength: STEPS, units: [16, 8], epochs: 3, learningRate: 0.01 },
};

let stack: Stack;
let lines: string[] = [];

beforeAll(async () => {
  const project = readProject();
  const slugs = ["trigger-training", "jobs", "ml-predict", "market-data"];
  const functions = project.functions.filter(({ slug }) => slugs.includes(slug));
  stack = await testStack({
    project: { ...project, functions },
    environment: { EDGEWISE_CPU_BUDGET_MS: "120" },
    log: (source, line) => source === "jobs" && lines.push(line),
  });
  await storeHourlyBars(stack, INSTRUMENT, BARS);
});
afterAll(() => stack?.stop());

async function finish(jobUrl: string): Promise<string> {
  const job = await followJob({ url: stack.url, key: stack.keys.secret }, jobUrl, () => {});
  expect(job.error).toBeNull();
  return job.result.onnx_sha256;
}

const trigger = (version: string) =>
  callFunction(stack, "POST", "trigger-training", { ...REQUEST, model_version: version });

let trainedInIsolates: string;

test("a network is trained in isolates alone, none of them out of compute", async () => {
  const { job_url } = await trigger("isolates");
  trainedInIsolates = await finish(job_url);
  const slices = lines.filter((line) => line.includes('"job_slice"') && line.includes('"busyMs"'));
  expect(slices.length).toBeGreaterThanOrEqual(5);
  expect(lines.filter((line) => line.includes("out of compute"))).toEqual([]);
});

test("it is the same file where isolates on Deno and a runner on Node work by turns", async () => {
  lines = [];
  const { job_url } = await trigger("by-turns");
  const runner = createJobRunner(clientOf(stack, stack.keys.secret), systemClock, 256 * 1024 * 1024);
  let slicesHere = 0;
  for (let isDone = false; !isDone; ) {
    const slice = await runJobSlice(runner, { budgetMs: 200, leaseMs: 60_000 });
    if (slice.kind === "advanced" || slice.kind === "finished") slicesHere++;
    await callFunction(stack, "POST", "jobs/run");
    isDone = (await callFunction(stack, "GET", job_url.split("/functions/v1/")[1])).state === "succeeded";
  }
  expect(slicesHere).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('"advanced"')).length).toBeGreaterThan(0);
  expect(await finish(job_url)).toBe(trainedInIsolates);
});

test("its prediction over HTTP is what ONNX Runtime says of the newest bars", async () => {
  const client = clientOf(stack, stack.keys.secret);
  const { file, family } = (await createSupabaseModelStore(client).get("isolates"))!;
  expect(family).toBe("lstm");
  const { data } = await client.storage.from("models").download(file!.path);
  const model = await nativeStandIn.load(new Uint8Array(await data!.arrayBuffer()));
  if ("refused" in model) throw new Error(model.reason);
  const { rows, names, values } = computeFeatures(BARS, INSTRUMENT, "1h");
  const newest = rowMajor(values, rows).slice(-STEPS * names.length);
  const [sell, hold, buy] = await model.run(newest, 1);
  const answer = await callFunction(stack, "POST", "ml-predict", {
    symbol: SYMBOL,
    model_version: "isolates",
  });
  expect(answer.bar.ts).toBe(BARS.ts.at(-1));
  // Our own evaluator takes networks: no isolate pays for WebAssembly of 14 MB.
  expect(answer.model.runtime).toBe("evaluator");
  expect(answer.probabilities.sell).toBeCloseTo(sell!, 5);
  expect(answer.probabilities.hold).toBeCloseTo(hold!, 5);
  expect(answer.probabilities.buy).toBeCloseTo(buy!, 5);
});
