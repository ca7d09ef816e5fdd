// npm run bench -- isolates
// Cost of a training in isolates that live for one second of CPU, beside one worker: the same job, from stored bars to the
// registered model, in turns, with a real platform behind it. CPU of the thread that runs the code; the same model must
// come out of both. Isolates pay again and again for loading the code and for running it before it is compiled.

import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { generateBars } from "../../seed/synthetic-market/generate-bars.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { enqueueAlone } from "../support/enqueue-training.ts";
import { clientOf } from "../support/stack.ts";
import { storeHourlyBars } from "../support/train-over-http.ts";
import { runInIsolates, type SlicedCpu } from "./isolates/in-isolates.ts";
import { runInOneGo, type WorkerCpu } from "./isolates/in-one-go.ts";
import { quantile } from "./quantile.ts";

const ROUNDS = 3;
const BARS = 16_000;
const HOUR_MS = 3_600_000;
const TO = Date.UTC(2026, 0, 1);
const SYMBOL = "SYN-COIN";

const project = readProject();
// Here the benchmark alone hands out slices.
const functions = project.functions.filter(({ slug }) => slug !== "jobs");
await using stack = await createStack({ project: { ...project, functions } });
const client = clientOf(stack, stack.keys.secret);
const instrument = DEMO_INSTRUMENTS.find(({ symbol }) => symbol === SYMBOL)!;
const bars = generateBars({ symbol: SYMBOL, timeframe: "1h", from: TO - BARS * HOUR_MS, to: TO });
await storeHourlyBars(stack, instrument, bars);

const enqueue = (modelVersion: string) =>
  enqueueAlone(stack, { symbols: [SYMBOL], modelVersion, to: TO, promote: "never" });

async function fileOf(version: string): Promise<string> {
  const { data, error } = await client
    .from("ml_models")
    .select("onnx_sha256")
    .eq("model_version", version)
    .single();
  if (error) throw error;
  return data.onnx_sha256;
}

const turns: { readonly sliced: SlicedCpu; readonly whole: WorkerCpu }[] = [];
for (let turn = 0; turn < ROUNDS; turn++) {
  await enqueue(`sliced-${turn}`);
  const sliced = await runInIsolates(stack);
  await enqueue(`whole-${turn}`);
  const whole = await runInOneGo(stack);
  turns.push({ sliced, whole });
  if ((await fileOf(`sliced-${turn}`)) !== (await fileOf(`whole-${turn}`)))
    throw new Error("the models differ");
}

const median = (of: (turn: (typeof turns)[number]) => number) => quantile(turns.map(of), 0.5);
const seconds = (of: (turn: (typeof turns)[number]) => number) => `${(median(of) / 1000).toFixed(2)} s`;
const percent = (of: (turn: (typeof turns)[number]) => number) => `${(100 * median(of)).toFixed(1)} %`;
console.log(
  `${BARS} bars x ${FEATURE_SET.features.length} features, boosting with its defaults; CPU seconds, medians of ${ROUNDS} turns`,
);
console.log(
  `\n| | ${turns[0]!.sliced.isolates} isolates, ${turns[0]!.sliced.slices} slices | one worker |\n|---|---:|---:|`,
);
console.log(`| all | ${seconds((t) => t.sliced.totalMs)} | ${seconds((t) => t.whole.totalMs)} |`);
console.log(
  `| starting, loading the code | ${seconds((t) => t.sliced.startsMs)} | ${seconds((t) => t.whole.startMs)} |`,
);
console.log(
  `| the work, with requests, transfers and compiling | ${seconds((t) => t.sliced.totalMs - t.sliced.startsMs)} | ${seconds((t) => t.whole.totalMs - t.whole.startMs)} |`,
);
console.log(`\nIsolates against the worker, all: ${percent((t) => t.sliced.totalMs / t.whole.totalMs - 1)}`);
console.log(
  `The work alone: ${percent((t) => (t.sliced.totalMs - t.sliced.startsMs) / (t.whole.totalMs - t.whole.startMs) - 1)}`,
);
