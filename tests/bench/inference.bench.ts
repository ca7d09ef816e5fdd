// npx tsx tests/bench/inference.bench.ts, or deno run -A tests/bench/inference.bench.ts
// One row through each runtime, in turns in one process; then what a fresh process under the edge limits pays for its
// first prediction.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { boostingLearner } from "../../shared/ml/boosting/boosting-learner.ts";
import { UNCALIBRATED } from "../../shared/ml/calibration/calibration.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { withCalibration } from "../../shared/ml/onnx/compose.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import { boost, learningProblem, rowMajor } from "../support/learning-problem.ts";
import { localWasmRuntime, nativeStandIn } from "../support/onnx-runtimes.ts";
import { orderProblem } from "../support/sequence-problem.ts";
import { quantile } from "./quantile.ts";

const FEATURES = 100;
const ROUNDS = 67;
const RUNS = 2_000;
const COLD_STARTS = 5;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DENO = ["deno", "run", "--no-prompt", "--cached-only", "--preload=supabase/local/edge-limits.ts"];

const { data } = learningProblem(2_000, FEATURES, 1);
const { params, state } = boost(data, { rounds: ROUNDS, maxLeaves: 64, maxDepth: 6 });
const rows = rowMajor(data);
const models = {
  [`${3 * ROUNDS} trees of depth 6 x ${FEATURES} features`]: {
    bytes: encodeModel(
      withCalibration(boostingLearner.export(params, state, data.featureNames), UNCALIBRATED),
    ),
    runtimes: [evaluatorRuntime, nativeStandIn, localWasmRuntime],
  },
  ...Object.fromEntries(
    ["lstm", "cnn", "transformer"].map((family) => [`${family}, its defaults`, networkOf(family)]),
  ),
};

/** A network as it is before it has learned: it runs as one that has. */
function networkOf(family: string) {
  const learner = learnerOf(family);
  const params = learner.parseParams({});
  const sequences = orderProblem(1, learner.sequenceLength(params), FEATURES, 1);
  const state = learner.start(learner.prepare(sequences, params), params, 1);
  const graph = learner.export(params, state, sequences.featureNames);
  return {
    bytes: encodeModel(withCalibration(graph, UNCALIBRATED)),
    runtimes: [evaluatorRuntime, nativeStandIn, localWasmRuntime],
  };
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
  const command = [...DENO, `--allow-read=${ROOT},${path}`, "tests/bench/cold-start.ts", runtime, path];
  return Number(
    execFileSync("npx", command, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
}

const folder = mkdtempSync(join(tmpdir(), "inference-"));
for (const [title, { bytes, runtimes }] of Object.entries(models)) {
  console.log(`\n${title}, ${(bytes.length / 1024).toFixed(0)} KB`);
  const path = join(folder, "model.onnx");
  writeFileSync(path, bytes);
  for (const runtime of runtimes) {
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
