import { Failure } from "../../failure.ts";

/** The fault in an uploaded file; stable, clients may branch on it. */
export type UploadFault =
  | "not_onnx"
  | "external_data"
  | "subgraph"
  | "extension"
  | "too_new"
  | "operator_not_allowed"
  | "wrong_inputs"
  | "wrong_outputs"
  | "wrong_feature_set"
  | "no_runtime"
  | "trial_run";

/** A refusal of an uploaded file that says which check it failed, and where. */
export function uploadFailure(fault: UploadFault, pointer: string, detail: string, cause?: unknown): Failure {
  return new Failure("unsupported_model", detail, {
    errors: [{ pointer, detail }],
    extra: { fault },
    ...(cause !== undefined && { cause }),
  });
}
