import type { ModelRuntime } from "../../ports/model-runtime.ts";
import type { OnnxRuntime } from "./onnx-runtime.ts";
import { loadSession } from "./session-model.ts";
import { unshareMemory } from "./unshare-memory.ts";

const SESSION = { executionProviders: ["wasm"], logSeverityLevel: 3 };

/**
 * The third rung: onnxruntime-web on one thread without shared memory. Starting it costs half a second of CPU and
 * 140 MB, so nothing is imported or fetched before a model needs it.
 * @param fetchWasm the binary `ort-wasm-simd-threaded.wasm` of the same version as the glue module, as a copy that may be
 *   changed. Where it fails the load fails, and the next load tries again.
 */
export function createWasmRuntime(fetchWasm: () => Promise<Uint8Array>): ModelRuntime {
  let started: Promise<OnnxRuntime> | undefined;
  const start = () => {
    started ??= startOnnxRuntime(fetchWasm).catch((error: unknown) => {
      started = undefined;
      throw error;
    });
    return started;
  };
  return {
    name: "wasm",
    load: async (bytes) => loadSession("wasm", await start(), bytes, SESSION),
  };
}

async function startOnnxRuntime(fetchWasm: () => Promise<Uint8Array>): Promise<OnnxRuntime> {
  const wasm = await fetchWasm();
  unshareMemory(wasm);
  // A path and not the package's name: the package weighs 140 MB, and deploying takes packages whole.
  // @ts-types="./vendor/ort.wasm.bundle.min.d.mts"
  const onnx = await import("./vendor/ort.wasm.bundle.min.mjs");
  onnx.env.wasm.numThreads = 1;
  onnx.env.wasm.wasmBinary = wasm;
  return onnx;
}
