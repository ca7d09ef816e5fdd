import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { ApiKeySchema, EditKeyBody, KeyParams, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "conflict", "unavailable"] },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateApiKey",
    summary: "Edit an API key",
    description:
      "Changes what is sent and nothing else, and disables or enables the key. Limits, expiry and owner are not yours to change. It acts within a second.",
    request: { params: KeyParams, body: jsonBody(EditKeyBody) },
    responses: { 200: jsonAnswer(ApiKeySchema, "The key as it is now") },
  },
);

export function editKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { ip_allowlist, disabled, ...settings } = c.req.valid("json");
    const record = await deps.keys.edit(keyOwnerOf(c), c.req.valid("param").id, {
      ...settings,
      ...(ip_allowlist !== undefined && { ipAllowlist: ip_allowlist }),
      ...(disabled !== undefined && { isActive: !disabled }),
    });
    return c.json(toWire(record, deps.clock.now()), 200);
  });
}
