// deno run first-run.js evaluator MODEL, or wasm MODEL BINARY: prints the CPU milliseconds from nothing to the first prediction.
import { readFile } from "node:fs/promises";
import process from "node:process";

const [name, path, wasm] = process.argv.slice(2);
const model = new Uint8Array(await readFile(path!));
const started = process.cpuUsage();

async function createRuntime() {
  if (name === "evaluator")
    return (await import("../../../shared/adapters/onnx/evaluator-runtime.ts")).evaluatorRuntime;
  const { createWasmRuntime } = await import("../../../shared/adapters/onnx/wasm-runtime.ts");
  return createWasmRuntime(async () => new Uint8Array(await readFile(wasm!)));
}

const loaded = await (await createRuntime()).load(model);
if ("refused" in loaded) throw new Error(loaded.reason);
const length = loaded.rowShape.reduce((product, size) => product * size, 1);
await loaded.run(new Float32Array(length), 1);
const { user, system } = process.cpuUsage(started);
console.log((user + system) / 1000);
