import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import type { HealthDeps } from "./deps.ts";
import { LivenessAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["anyone"], limit: "exempt" },
  {
    method: "get",
    path: "/",
    operationId: "getLiveness",
    summary: "Liveness",
    description: "Whether functions run at all; asks nothing else.",
    responses: { 200: jsonAnswer(LivenessAnswer, "Alive") },
  },
);

export function checkLivenessOperation(app: App, deps: HealthDeps) {
  app.openapi(route, (c) => c.json({ status: "alive", at: isoMoment(deps.clock.now()) }, 200));
}
