import { evaluatorRuntime } from "../adapters/onnx/evaluator-runtime.ts";
import { createNativeRuntime } from "../adapters/onnx/native-runtime.ts";
import { createRuntimeLadder } from "../adapters/onnx/runtime-ladder.ts";
import { ONNX_WASM_OBJECT } from "../adapters/onnx/wasm-object.ts";
import { createWasmRuntime } from "../adapters/onnx/wasm-runtime.ts";
import { createStorageBlobStore } from "../adapters/storage/blob-store.ts";
import type { ProjectClient } from "../adapters/supabase/client.ts";
import { Failure } from "../failure.ts";
import type { RuntimeLadder } from "../ports/model-runtime.ts";

/** Everything that runs models in an isolate, cheapest first; the WebAssembly comes from Storage when a model needs it. */
export function createOnnxRuntime(client: ProjectClient): RuntimeLadder {
  const { bucket, path } = ONNX_WASM_OBJECT;
  const runtimeFiles = createStorageBlobStore(client, bucket);
  const wasmRuntime = createWasmRuntime(async () => {
    const wasm = await runtimeFiles.get(path);
    if (wasm) return wasm;
    throw new Failure("unavailable", "The model's runtime has not been set up: `npm run setup` uploads it.");
  });
  return createRuntimeLadder([evaluatorRuntime, createNativeRuntime(), wasmRuntime]);
}
