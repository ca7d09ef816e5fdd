// Runs under Deno with the limits of the edge runtime: loads networks through the ladder and prints what they answer.
import { readFile } from "node:fs/promises";
import { evaluatorRuntime } from "../../../shared/adapters/onnx/evaluator-runtime.ts";
import { createNativeRuntime } from "../../../shared/adapters/onnx/native-runtime.ts";
import { createRuntimeLadder } from "../../../shared/adapters/onnx/runtime-ladder.ts";
import { createWasmRuntime } from "../../../shared/adapters/onnx/wasm-runtime.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { FEATURES, NETWORKS, ROWS } from "./network-samples.ts";

const wasm = new URL(
  "../../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
  import.meta.url,
);
const ladder = createRuntimeLadder([
  evaluatorRuntime,
  createNativeRuntime(),
  createWasmRuntime(async () => new Uint8Array(await readFile(wasm))),
]);

const answers = [];
for (const network of NETWORKS) {
  const model = await ladder.load(encodeModel(network));
  if ("refused" in model) throw new Error(model.reason);
  answers.push({ runtime: model.runtime, probabilities: [...(await model.run(FEATURES, ROWS))] });
}
console.log(JSON.stringify({ worker: typeof Worker, answers }));
