import type { ModelRuntime } from "../../ports/model-runtime.ts";
import type { OnnxRuntime } from "./onnx-runtime.ts";
import { loadSession } from "./session-model.ts";

/** Where Supabase's edge runtime keeps its built-in ONNX Runtime. It is not documented, so it may be missing. */
const HOST_SYMBOL = Symbol.for("onnxruntime");

/**
 * The second rung: the ONNX Runtime that the edge runtime has built in.
 * @param host the object that may carry it
 */
export function createNativeRuntime(host: object = globalThis): ModelRuntime {
  return {
    name: "native",
    async load(bytes) {
      const onnx: unknown = Reflect.get(host, HOST_SYMBOL);
      if (!isOnnxRuntime(onnx)) return { refused: "runtime", reason: "there is none built in here" };
      return await loadSession("native", onnx, bytes);
    },
  };
}

function isOnnxRuntime(value: unknown): value is OnnxRuntime {
  return typeof value === "object" && value !== null && "Tensor" in value && "InferenceSession" in value;
}
