import * as z from "zod";
import { Failure } from "../../shared/failure.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { LABEL_KINDS } from "../../shared/ml/labels/label-spec.ts";
import { MAX_SYMBOLS } from "../../shared/services/training/spec.ts";
import { uploadModel } from "../../shared/services/uploads/receive.ts";
import { jobUrl } from "../../shared/wire/job.ts";
import {
  ModelVersionSchema,
  MomentQuerySchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/wire/primitives.ts";
import type { ModelsDeps } from "./deps.ts";
import { HorizonQuery } from "./schema.ts";

const CONTENT_TYPE = "application/octet-stream";

const UploadQuery = z.strictObject({
  version: ModelVersionSchema.meta({ example: "my-model-1", description: "Name of the model" }),
  symbols: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(SymbolSchema).min(1).max(MAX_SYMBOLS))
    .meta({
      type: "string",
      example: "SYN-COIN,SYN-CHAIN",
      description: "Symbols that it predicts, by commas",
    }),
  timeframe: TimeframeSchema,
  horizon: HorizonQuery,
  feature_set_version: z.string().max(128).meta({
    example: FEATURE_SET.version,
    description: "What its input is; GET /indicators/features has the current one",
  }),
  trained_until: MomentQuerySchema.describe(
    "End of the bars that it learned from: it is evaluated on those after",
  ),
  label: z.enum(LABEL_KINDS).default("triple_barrier").describe("Which outcomes it forecasts"),
  family: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,39}$/, "must be up to 40 of a-z, 0-9, _ and -, beginning with a letter")
    .default("uploaded")
    .describe("What kind of model it is"),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, "must be 64 hexadecimal digits")
    .optional()
    .describe("Of the file; compared when given"),
});

const UploadAnswer = z
  .object({
    status: z.literal("evaluating"),
    version: z.string(),
    sha256: z.string(),
    size_bytes: z.int(),
    job_id: z.uuid(),
    job_url: z.url(),
  })
  .meta({ id: "Upload" });

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    idempotent: true,
    refusals: [
      "unsupported_model",
      "feature_set_mismatch",
      "unknown_symbol",
      "conflict",
      "job_running",
      "payload_too_large",
      "unavailable",
    ],
  },
  {
    method: "post",
    path: "/",
    operationId: "uploadModel",
    summary: "Upload a model",
    description:
      "An ONNX file of any trainer as the body. It is checked, tried and stored, and a job evaluates it by the gate on stored bars after its training; with the verdict it enters the registry as a candidate or rejected. docs/models.md has the contract.",
    request: {
      query: UploadQuery,
      body: {
        required: true,
        content: { [CONTENT_TYPE]: { schema: z.any().meta({ type: "string", format: "binary" }) } },
      },
    },
    responses: { 202: jsonAnswer(UploadAnswer, "Accepted; follow the job's URL") },
  },
);

export function uploadModelOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    if (!c.req.header("content-type")?.toLowerCase().startsWith(CONTENT_TYPE)) {
      throw new Failure("invalid_request", `Send the file's bytes with content-type: ${CONTENT_TYPE}.`);
    }
    const query = c.req.valid("query");
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const { job, sha256 } = await uploadModel(deps, {
      bytes,
      version: query.version,
      family: query.family,
      symbols: query.symbols,
      timeframe: query.timeframe,
      horizonBars: query.horizon,
      label: query.label,
      featureSetVersion: query.feature_set_version,
      trainedUntil: query.trained_until,
      ...(query.sha256 !== undefined && { sha256: query.sha256 }),
      actor: actorIn(c),
    });
    deps.background(deps.waker.wake());
    const job_url = jobUrl(deps, job.id);
    const accepted = {
      status: "evaluating" as const,
      version: query.version,
      sha256,
      size_bytes: bytes.length,
    };
    return c.json({ ...accepted, job_id: job.id, job_url }, 202);
  });
}
