import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { getModel } from "../../shared/services/models/get.ts";
import { cardLinks } from "./card-links.ts";
import { ModelWithCardSchema } from "./card-schema.ts";
import type { ModelsDeps } from "./deps.ts";
import { toWire, VersionParams } from "./schema.ts";
import { seesEveryModel } from "./visibility.ts";

const route = defineRoute(
  {
    callers: ["anon", "user", "secret", "api_key"],
    scope: "models:read",
    refusals: ["not_found", "unavailable"],
  },
  {
    method: "get",
    path: "/{version}",
    operationId: "getModel",
    summary: "Read a model",
    description: "Everything the registry knows, with the gate's verdict, its reasons and its evidence.",
    request: { params: VersionParams },
    responses: { 200: jsonAnswer(ModelWithCardSchema, "The model, with the address of its card") },
  },
);

export function getModelOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version } = c.req.valid("param");
    const model = await getModel(deps, { version, activeOnly: !seesEveryModel(c.var.caller) });
    return c.json({ ...toWire(model), card: cardLinks(deps, version) }, 200);
  });
}
