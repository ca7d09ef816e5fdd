import { readFile } from "node:fs/promises";
import { createNativeRuntime } from "../../shared/adapters/onnx/native-runtime.ts";
import { createWasmRuntime } from "../../shared/adapters/onnx/wasm-runtime.ts";
import { InferenceSession, Tensor } from "./native-onnx.ts";

const WASM = new URL("../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm", import.meta.url);

/** Stands in for what the edge runtime has built in: the same library, from onnxruntime-node. */
export const nativeStandIn = createNativeRuntime({
  [Symbol.for("onnxruntime")]: { Tensor, InferenceSession },
});

/** onnxruntime-web with its binary from the installed package instead of Storage. */
export const localWasmRuntime = createWasmRuntime(async () => new Uint8Array(await readFile(WASM)));
