import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ModelSessions } from "../../shared/ports/model-sessions.ts";

const StatusAnswer = z
  .object({ models_loaded: z.int().describe("In the memory of the isolate that answers") })
  .meta({ id: "PredictorStatus" });

const route = defineRoute(
  { callers: ["anyone"], limit: "exempt" },
  {
    method: "get",
    path: "/status",
    operationId: "getPredictorStatus",
    summary: "Status of the predictor",
    description: "What the isolate that answers holds in memory; readiness asks for it.",
    responses: { 200: jsonAnswer(StatusAnswer, "The status") },
  },
);

export function readStatusOperation(app: App, sessions: ModelSessions) {
  app.openapi(route, (c) => c.json({ models_loaded: sessions.count() }, 200));
}
