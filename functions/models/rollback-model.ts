import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ModelsDeps } from "./deps.ts";
import { ModelSchema, RollbackBody, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "conflict", "unavailable"], idempotent: true },
  {
    method: "post",
    path: "/rollback",
    operationId: "rollbackModel",
    summary: "Roll a promotion back",
    description:
      "The model that served the scope before the newest promotion serves again; called again, the one before that.",
    request: { body: jsonBody(RollbackBody) },
    responses: { 200: jsonAnswer(ModelSchema, "The model that serves now") },
  },
);

export function rollbackModelOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { universe, timeframe, horizon } = c.req.valid("json");
    const model = await deps.models.rollback({ universe, timeframe, horizonBars: horizon }, actorIn(c));
    return c.json(toWire(model), 200);
  });
}
