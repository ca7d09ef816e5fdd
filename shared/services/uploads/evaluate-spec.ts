import * as z from "zod";
import { Failure } from "../../failure.ts";
import { parseTrainingSpec } from "../training/spec.ts";

export const UPLOAD_EVALUATION_KIND = "upload_evaluation";

const schema = z.strictObject({
  /** Which bars the model is evaluated on, and what the gate asks for, as for a training. */
  training: z.unknown().transform(parseTrainingSpec),
  /** Its uploader's name for the kind of model. */
  family: z.string(),
  file: z.strictObject({ path: z.string(), sha256: z.string(), sizeBytes: z.number() }),
  /** End of what the model learned from, epoch milliseconds: all after it, and a horizon later, is the holdout. */
  trainedUntil: z.number(),
});

/** Everything that decides the verdict on an uploaded model. */
export type UploadEvaluationSpec = z.output<typeof schema>;

export function parseUploadEvaluationSpec(input: unknown): UploadEvaluationSpec {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", "The stored spec of the upload cannot be read.", {
    cause: parsed.error,
  });
}
