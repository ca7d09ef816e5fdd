import { decodeModel } from "../../ml/onnx/decode-model.ts";
import { INPUT, OUTPUT, rowShape } from "../../ml/onnx/model-contract.ts";
import type { LoadedModel, Refusal, RuntimeName } from "../../ports/model-runtime.ts";
import { assertRows } from "./assert-rows.ts";
import type { OnnxRuntime, OnnxSessionOptions } from "./onnx-runtime.ts";

/** Loads a model into a session of ONNX Runtime. A model that it does not take is refused with what it says. */
export async function loadSession(
  runtime: RuntimeName,
  onnx: OnnxRuntime,
  bytes: Uint8Array<ArrayBuffer>,
  options?: OnnxSessionOptions,
): Promise<LoadedModel | Refusal> {
  const shape = rowShape(decodeModel(bytes));
  const rowLength = shape.reduce((product, size) => product * size, 1);
  let session: Awaited<ReturnType<OnnxRuntime["InferenceSession"]["create"]>>;
  try {
    session = await onnx.InferenceSession.create(bytes, options);
  } catch (error) {
    return { refused: "model", reason: error instanceof Error ? error.message : String(error) };
  }
  return {
    runtime,
    rowShape: shape,
    async run(features, rows) {
      assertRows(features, rows, rowLength);
      const answer = await session.run({ [INPUT]: new onnx.Tensor("float32", features, [rows, ...shape]) });
      const { data } = answer[OUTPUT] ?? {};
      if (data instanceof Float32Array) return data;
      throw new TypeError(`the session gave no float32 ${OUTPUT}`);
    },
    release: async () => session.release?.(),
  };
}
