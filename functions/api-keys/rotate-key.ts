import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { rotateKey } from "../../shared/services/api-keys/manage.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { IssuedKeySchema, KeyParams, RotateKeyBody, toIssuedWire } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user"],
    refusals: ["not_found", "conflict", "unavailable"],
    idempotent: true,
    redactReplay: ["key"],
  },
  {
    method: "post",
    path: "/{id}/rotate",
    operationId: "rotateApiKey",
    summary: "Rotate an API key",
    description:
      "Gives the key a new text, shown this once; its id, scopes, limits and usage stay. The text until now goes on working for the grace period, the one before it ends at once.",
    request: { params: KeyParams, body: jsonBody(RotateKeyBody) },
    responses: { 200: jsonAnswer(IssuedKeySchema, "The key with its new text") },
  },
);

export function rotateKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const { grace_seconds: graceSeconds } = c.req.valid("json");
    const rotated = await rotateKey(deps, keyOwnerOf(c), { id, graceSeconds });
    return c.json(toIssuedWire(rotated, deps.clock.now()), 200, { "cache-control": "no-store" });
  });
}
