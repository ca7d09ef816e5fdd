import * as z from "zod";
import { MomentAnswer } from "../../shared/wire/moment.ts";

export const LivenessAnswer = z
  .object({ status: z.literal("alive"), at: MomentAnswer })
  .meta({ id: "Liveness" });

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
  .meta({ id: "Readiness" });
