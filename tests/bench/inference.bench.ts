// npm run bench -- inference
// One row through each runtime, for a model of each family; then the CPU that a fresh process under the edge limits pays
// from importing the runtime, bundled as functions are, to its first prediction.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { UNCALIBRATED } from "../../shared/ml/calibration/calibration.ts";
import type { Dataset } from "../../shared/ml/dataset.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { withCalibration } from "../../shared/ml/onnx/compose.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import { bundleFunctions } from "../../supabase/local/bundle/bundle-functions.ts";
import { learn, learningProblem, rowMajor } from "../support/learning-problem.ts";
import { localWasmRuntime, nativeStandIn } from "../support/onnx-runtimes.ts";
import { orderProblem } from "../support/sequence-problem.ts";
import { quantile } from "./quantile.ts";

const FEATURES = 100;
const ROUNDS = 67;
const TRAINING_ROWS = 2_000;
/** Rows until an outcome is known. */
const SPAN = 5;
const RUNS = 1_000;
const COLD_STARTS = 3;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FIRST_RUN = {
  slug: "first-run",
  entrypoint: fileURLToPath(new URL("inference/first-run.ts", import.meta.url)),
};
const WASM = join(ROOT, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm");
const DENO = ["deno", "run", "--no-prompt", "--cached-only", "--preload=supabase/local/edge-limits.ts"];

const folder = mkdtempSync(join(tmpdir(), "inference-"));
const [bundled] = await bundleFunctions([FIRST_RUN], join(folder, "bundles"));
const firstRun = bundled!.entrypoint;
const RUNTIMES = [evaluatorRuntime, nativeStandIn, localWasmRuntime];
const rows = rowMajor(timedProblem());
const models = {
  ...Object.fromEntries(
    Object.entries({
      "boosting-leafwise": { rounds: ROUNDS, maxLeaves: 64, maxDepth: 6 },
      "boosting-depthwise": { rounds: ROUNDS, maxDepth: 6 },
      forest: {},
      logistic: {},
      ensemble: {},
    }).map(([family, params]) => [`${family} ${JSON.stringify(params)}`, trainedModel(family, params)]),
  ),
  ...Object.fromEntries(
    ["lstm", "cnn", "transformer"].map((family) => [`${family}, its defaults`, networkOf(family)]),
  ),
};

/** Rows whose outcomes are known a few rows later: an ensemble cuts its folds by them. */
function timedProblem(): Dataset {
  const { data } = learningProblem(TRAINING_ROWS, FEATURES, 1);
  const decidedAt = Float64Array.from({ length: TRAINING_ROWS }, (_, row) => row);
  const times = { decidedAt, resolvedAt: decidedAt.map((at) => at + SPAN), embargoMs: SPAN };
  return { ...data, times, validationFrom: Math.round(0.85 * TRAINING_ROWS) };
}

function trainedModel(family: string, input: object): Uint8Array<ArrayBuffer> {
  const { learner, params, state } = learn(family, timedProblem(), input);
  return encodeModel(
    withCalibration(learner.serving.export(params, state, timedProblem().featureNames), UNCALIBRATED),
  );
}

/** A network as it is before it has learned: it runs as one that has. */
function networkOf(family: string): Uint8Array<ArrayBuffer> {
  const learner = learnerOf(family);
  const params = learner.parseParams({});
  const sequences = orderProblem(1, learner.sequenceLength(params), FEATURES, 1);
  const state = learner.fitting.start(learner.preparation.prepare(sequences, params), params, 1);
  const graph = learner.serving.export(params, state, sequences.featureNames);
  return encodeModel(withCalibration(graph, UNCALIBRATED));
}

/** Microseconds of each single-row run. */
async function timeRuns(runtime: ModelRuntime, bytes: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const model = await runtime.load(bytes);
  if ("refused" in model) throw new Error(model.reason);
  const times: number[] = [];
  const length = model.rowShape.reduce((product, size) => product * size, 1);
  const known = Math.floor(rows.length / length);
  for (let i = 0; i < RUNS; i++) {
    const row = rows.slice((i % known) * length, ((i % known) + 1) * length);
    const started = performance.now();
    await model.run(row, 1);
    times.push((performance.now() - started) * 1000);
  }
  await model.release();
  return times;
}

/** Milliseconds of CPU from before the import of the runtime to the first prediction, in a fresh process. */
function coldStart(runtime: string, path: string): number {
  const command = [...DENO, "--no-config", `--allow-read=${ROOT},${folder}`, firstRun, runtime, path, WASM];
  return Number(
    execFileSync("npx", command, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
}

for (const [title, bytes] of Object.entries(models)) {
  console.log(`\n${title}, ${(bytes.length / 1024).toFixed(0)} KB`);
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  for (const runtime of RUNTIMES) {
    const times = await timeRuns(runtime, bytes);
    const cold =
      runtime.name === "native"
        ? undefined
        : quantile(
            Array.from({ length: COLD_STARTS }, () => coldStart(runtime.name, path)),
            0.5,
          );
    console.log(
      `  ${runtime.name.padEnd(10)} p50 ${quantile(times, 0.5).toFixed(1)} us  p95 ${quantile(times, 0.95).toFixed(1)} us` +
        (cold === undefined ? "" : `  cold start ${cold.toFixed(0)} ms CPU`),
    );
  }
}
rmSync(folder, { recursive: true });
