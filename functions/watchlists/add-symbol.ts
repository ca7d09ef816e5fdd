import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { AddSymbolBody, toWire, WatchlistParams, WatchlistSchema } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user"],
    idempotent: true,
    refusals: ["not_found", "unknown_symbol", "conflict", "watchlist_limit", "unavailable"],
  },
  {
    method: "post",
    path: "/{id}/symbols",
    operationId: "addWatchlistSymbol",
    summary: "Add a symbol",
    description: "It goes to the end of the list.",
    request: { params: WatchlistParams, body: jsonBody(AddSymbolBody) },
    responses: { 201: jsonAnswer(WatchlistSchema, "The watchlist as it is now") },
  },
);

export function addSymbolOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const watchlist = await ownWatchlists(deps, c).addSymbol(c.req.valid("param").id, c.req.valid("json"));
    return c.json(toWire(watchlist), 201);
  });
}
