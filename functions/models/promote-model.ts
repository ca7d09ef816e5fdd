import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { promoteModel } from "../../shared/services/models/promote.ts";
import type { ModelsDeps } from "./deps.ts";
import { ModelSchema, toWire, VersionParams } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    refusals: ["not_found", "gate_not_passed", "conflict", "unavailable"],
    idempotent: true,
  },
  {
    method: "post",
    path: "/{version}/promote",
    operationId: "promoteModel",
    summary: "Promote a model",
    description:
      "Makes it the active model of its universe, timeframe and horizon, and retires the one before. A model that has not passed the gate is refused with the reasons; an active one stays as it is.",
    request: { params: VersionParams },
    responses: { 200: jsonAnswer(ModelSchema, "The model, active now") },
  },
);

export function promoteModelOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version } = c.req.valid("param");
    const model = await promoteModel(deps, { version, actor: actorIn(c) });
    return c.json(toWire(model), 200);
  });
}
