import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { toWire, UpdateWatchlistBody, WatchlistParams, WatchlistSchema } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "conflict", "unavailable"] },
  {
    method: "patch",
    path: "/{id}",
    operationId: "updateWatchlist",
    summary: "Rename a watchlist or make it the default",
    description: "What is left out stays as it is.",
    request: { params: WatchlistParams, body: jsonBody(UpdateWatchlistBody) },
    responses: { 200: jsonAnswer(WatchlistSchema, "The watchlist as it is now") },
  },
);

export function updateWatchlistOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { name, is_default } = c.req.valid("json");
    const updated = await ownWatchlists(deps, c).update(c.req.valid("param").id, {
      ...(name !== undefined && { name }),
      ...(is_default !== undefined && { isDefault: is_default }),
    });
    return c.json(toWire(updated), 200);
  });
}
