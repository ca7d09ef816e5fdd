import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { ReorderBody, toWire, WatchlistParams, WatchlistSchema } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "conflict", "unavailable"] },
  {
    method: "put",
    path: "/{id}/order",
    operationId: "reorderWatchlist",
    summary: "Reorder the symbols",
    description:
      "409 `conflict` when the list has changed since the version that the order was made from: read it again.",
    request: { params: WatchlistParams, body: jsonBody(ReorderBody) },
    responses: { 200: jsonAnswer(WatchlistSchema, "The watchlist as it is now") },
  },
);

export function reorderWatchlistOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { symbols, version } = c.req.valid("json");
    const watchlist = await ownWatchlists(deps, c).reorder(c.req.valid("param").id, symbols, version);
    return c.json(toWire(watchlist), 200);
  });
}
