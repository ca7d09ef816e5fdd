import * as z from "zod";
import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ModelMetrics } from "../../shared/ports/model-metrics-store.ts";
import { isoMoment, MomentAnswer } from "../../shared/wire/moment.ts";
import { ModelVersionSchema, MomentQuerySchema } from "../../shared/wire/primitives.ts";
import type { ModelsDeps } from "./deps.ts";

const DAY_MS = 86_400_000;

const MetricsQuery = z.strictObject({
  version: ModelVersionSchema.optional().describe("All models that were asked when left out"),
  from: MomentQuerySchema.optional().describe("A day before `to` when left out"),
  to: MomentQuerySchema.optional()
    .meta({ example: "2026-01-02T00:00:00Z" })
    .describe("Exclusive; now when left out"),
});

const latency = z.number().nullable();
const MetricsAnswer = z
  .object({
    from: MomentAnswer,
    to: MomentAnswer,
    models: z.array(
      z.object({
        version: z.string(),
        answered: z.int(),
        cache_hits: z.int(),
        errors: z.int().describe("Failed once the model was known"),
        latency_ms: z.object({
          mean: latency,
          p50: latency.describe(
            "Upper bound of the class of latencies that it falls into, as the other percentiles",
          ),
          p95: latency,
          p99: latency,
          max: latency,
        }),
      }),
    ),
  })
  .meta({ id: "ModelMetrics" });

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/metrics",
    operationId: "getModelMetrics",
    summary: "How models serve",
    description:
      "Answers, cache hits, errors and latency of each model version, counted by the minute; the busiest first.",
    request: { query: MetricsQuery },
    responses: { 200: jsonAnswer(MetricsAnswer, "The counts") },
  },
);

export function readMetricsOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version, to = deps.clock.now(), from = to - DAY_MS } = c.req.valid("query");
    if (from >= to) {
      const errors = [{ pointer: "/query/from", detail: "must lie before `to`" }];
      throw new Failure("invalid_request", "/query/from: must lie before `to`", { errors });
    }
    const models = await deps.modelMetrics.read({
      from,
      to,
      ...(version !== undefined && { modelVersion: version }),
    });
    return c.json({ from: isoMoment(from), to: isoMoment(to), models: models.map(toWire) }, 200);
  });
}

function toWire(model: ModelMetrics): z.output<typeof MetricsAnswer>["models"][number] {
  return {
    version: model.modelVersion,
    answered: model.answered,
    cache_hits: model.cacheHits,
    errors: model.errors,
    latency_ms: {
      mean: model.meanLatencyMs ?? null,
      p50: model.p50LatencyMs ?? null,
      p95: model.p95LatencyMs ?? null,
      p99: model.p99LatencyMs ?? null,
      max: model.answered > 0 ? model.maxLatencyMs : null,
    },
  };
}
