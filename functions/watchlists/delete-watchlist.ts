import { defineRoute } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { WatchlistParams } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "delete",
    path: "/{id}",
    operationId: "deleteWatchlist",
    summary: "Delete a watchlist",
    description: "After the default, the oldest list is the default.",
    request: { params: WatchlistParams },
    responses: { 204: { description: "It is gone" } },
  },
);

export function deleteWatchlistOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    await ownWatchlists(deps, c).remove(c.req.valid("param").id);
    return c.body(null, 204);
  });
}
