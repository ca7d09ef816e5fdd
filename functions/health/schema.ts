import { z } from "@hono/zod-openapi";

export const LivenessAnswer = z
  .object({ status: z.literal("alive"), at: z.iso.datetime() })
  .openapi("Liveness");

const CheckSchema = z.looseObject({
  ok: z.boolean(),
  required: z.boolean().describe("Whether anything can be served without it"),
  duration_ms: z.number(),
});

export const ReadinessAnswer = z
  .object({
    status: z.literal("ready"),
    checks: z
      .record(z.string(), CheckSchema)
      .describe(
        "database, storage, cache (with its kind), active_models and models_loaded (with their count)",
      ),
  })
  .openapi("Readiness");
