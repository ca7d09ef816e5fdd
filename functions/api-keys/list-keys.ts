import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { listKeys } from "../../shared/services/api-keys/manage.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { ApiKeysAnswer, ListKeysQuery, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/",
    operationId: "listApiKeys",
    summary: "List your API keys",
    description: "Newest first, revoked ones too; follow `next_cursor` until it is null.",
    request: { query: ListKeysQuery },
    responses: { 200: jsonAnswer(ApiKeysAnswer, "One page of keys") },
  },
);

export function listKeysOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await listKeys(deps, keyOwnerOf(c).id, { limit, after: cursor });
    const now = deps.clock.now();
    return c.json({ keys: page.items.map((key) => toWire(key, now)), next_cursor: page.next ?? null }, 200);
  });
}
