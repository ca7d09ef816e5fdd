// The part that we use of what onnxruntime-web exports.
import type { OnnxRuntime } from "../onnx-runtime.ts";

export const Tensor: OnnxRuntime["Tensor"];
export const InferenceSession: OnnxRuntime["InferenceSession"];
export const env: {
  /** Read when the first session is created. */
  readonly wasm: { wasmBinary?: Uint8Array; numThreads?: number };
};
