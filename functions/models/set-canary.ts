import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { proveGate } from "../../shared/services/models/promote.ts";
import type { ModelsDeps } from "./deps.ts";
import { CanaryBody, ModelSchema, toWire, VersionParams } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    refusals: ["not_found", "gate_not_passed", "conflict", "unavailable"],
    idempotent: true,
  },
  {
    method: "post",
    path: "/{version}/canary",
    operationId: "setCanary",
    summary: "Start a canary, or change its share",
    description:
      "The model answers a share of its scope's bars beside the active one and predicts the others in the shadow, until a sequential test on realised outcomes promotes it or rolls it back. 0 percent is the shadow alone. docs/models.md has the test.",
    request: { params: VersionParams, body: jsonBody(CanaryBody) },
    responses: { 200: jsonAnswer(ModelSchema, "The model, a canary now") },
  },
);

export function setCanaryOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version } = c.req.valid("param");
    await proveGate(deps, version);
    const model = await deps.models.setCanary(version, c.req.valid("json").percent, actorIn(c));
    return c.json(toWire(model), 200);
  });
}
