import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { getKey } from "../../shared/services/api-keys/manage.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { ApiKeySchema, KeyParams, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/{id}",
    operationId: "getApiKey",
    summary: "Read an API key",
    description: "All but the key itself, which was shown once.",
    request: { params: KeyParams },
    responses: { 200: jsonAnswer(ApiKeySchema, "The key") },
  },
);

export function getKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const record = await getKey(deps, keyOwnerOf(c).id, c.req.valid("param").id);
    return c.json(toWire(record, deps.clock.now()), 200);
  });
}
