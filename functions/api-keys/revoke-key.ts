import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { ApiKeySchema, KeyParams, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "delete",
    path: "/{id}",
    operationId: "revokeApiKey",
    summary: "Revoke an API key",
    description:
      "Puts the key out of use for good, within a second. It stays in the list with its usage; doing it again changes nothing.",
    request: { params: KeyParams },
    responses: { 200: jsonAnswer(ApiKeySchema, "The key, revoked") },
  },
);

export function revokeKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const record = await deps.keys.revoke(keyOwnerOf(c), c.req.valid("param").id);
    return c.json(toWire(record, deps.clock.now()), 200);
  });
}
