import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { toWire, UpdateSymbolBody, WatchlistSchema, WatchlistSymbolParams } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "patch",
    path: "/{id}/symbols/{symbol}",
    operationId: "updateWatchlistSymbol",
    summary: "Change note and alerts of a symbol",
    description: "What is left out stays; null takes it away.",
    request: { params: WatchlistSymbolParams, body: jsonBody(UpdateSymbolBody) },
    responses: { 200: jsonAnswer(WatchlistSchema, "The watchlist as it is now") },
  },
);

export function updateSymbolOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { id, symbol } = c.req.valid("param");
    const watchlist = await ownWatchlists(deps, c).updateSymbol(id, symbol, c.req.valid("json"));
    return c.json(toWire(watchlist), 200);
  });
}
