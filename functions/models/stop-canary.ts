import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ModelsDeps } from "./deps.ts";
import { ModelSchema, toWire, VersionParams } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "conflict", "unavailable"] },
  {
    method: "delete",
    path: "/{version}/canary",
    operationId: "stopCanary",
    summary: "Stop a canary",
    description:
      "The active model answers everything again; the canary is a candidate, and its test ends undecided.",
    request: { params: VersionParams },
    responses: { 200: jsonAnswer(ModelSchema, "The model, a candidate again") },
  },
);

export function stopCanaryOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const model = await deps.models.stopCanary(c.req.valid("param").version, actorIn(c));
    return c.json(toWire(model), 200);
  });
}
