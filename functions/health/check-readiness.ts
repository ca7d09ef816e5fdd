import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { checkReadiness, type ReadinessProbe } from "../../shared/services/health/check-readiness.ts";
import type { HealthDeps } from "./deps.ts";
import { ReadinessAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["anyone"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/ready",
    operationId: "getReadiness",
    summary: "Readiness",
    description:
      "Asks database, storage, cache and predictor at once, each with its timing. 503 with the same `checks` when a required one does not work.",
    responses: { 200: jsonAnswer(ReadinessAnswer, "Every required part works") },
  },
);

/** No file has this name: the storage must say so. */
const ABSENT_FILE = "readiness-probe";

export function checkReadinessOperation(app: App, deps: HealthDeps) {
  app.openapi(route, async (c) => {
    const { ready, checks, failures } = await checkReadiness(deps, probesOf(deps));
    for (const { name, error } of failures) {
      deps.logger.error("readiness_check_failed", error, { check: name, request_id: c.var.requestId });
    }
    if (!ready) {
      const broken = failures.map(({ name }) => name).join(", ");
      throw new Failure("unavailable", `Not working: ${broken}.`, { extra: { checks } });
    }
    return c.json({ status: "ready" as const, checks }, 200);
  });
}

function probesOf({ models, blobs, cache, predictor }: HealthDeps): ReadinessProbe[] {
  let activeModels: Promise<number> | undefined;
  /** Asked once: that there is an answer says that the database works. */
  const countActive = (signal: AbortSignal) => {
    activeModels ??= models.countActive(signal);
    return activeModels;
  };
  return [
    { name: "database", required: true, check: (signal) => countActive(signal).then(() => ({})) },
    { name: "storage", required: true, check: (signal) => blobs.get(ABSENT_FILE, signal).then(() => ({})) },
    { name: "cache", required: false, check: () => cache.ping().then(() => ({ kind: cache.kind })) },
    {
      name: "active_models",
      required: false,
      check: async (signal) => ({ count: await countActive(signal) }),
    },
    {
      name: "models_loaded",
      required: false,
      check: async (signal) => ({ count: await predictor.modelsLoaded(signal) }),
    },
  ];
}
