import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { issueKey } from "../../shared/services/api-keys/manage.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { IssuedKeySchema, IssueKeyBody, toIssuedWire } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user"],
    refusals: ["key_limit", "unavailable"],
    idempotent: true,
    redactReplay: ["key"],
  },
  {
    method: "post",
    path: "/",
    operationId: "issueApiKey",
    summary: "Issue an API key",
    description: "The answer is the only one that ever holds the key. docs/api-keys.md says how to use it.",
    request: { body: jsonBody(IssueKeyBody) },
    responses: { 201: jsonAnswer(IssuedKeySchema, "The key, shown this once") },
  },
);

export function issueKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { expires_at, ip_allowlist, ...settings } = c.req.valid("json");
    const issued = await issueKey(deps, keyOwnerOf(c), {
      ...settings,
      ipAllowlist: ip_allowlist,
      expiresAt: expires_at,
    });
    return c.json(toIssuedWire(issued, deps.clock.now()), 201, { "cache-control": "no-store" });
  });
}
