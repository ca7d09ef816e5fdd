import * as z from "zod";
import { defineRoute } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { formatPrometheus } from "../../shared/services/metrics/format.ts";
import type { HealthDeps } from "./deps.ts";

const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

const route = defineRoute(
  { callers: ["secret"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/metrics",
    operationId: "getMetrics",
    summary: "Metrics",
    description:
      "Requests and latency of every route of every function, as Prometheus reads them. Isolates write what they counted within a second.",
    responses: { 200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } } },
  },
);

export function readMetricsOperation(app: App, deps: HealthDeps) {
  app.openapi(route, async (c) =>
    c.text(formatPrometheus(await deps.metrics.totals()), 200, { "Content-Type": PROMETHEUS }),
  );
}
