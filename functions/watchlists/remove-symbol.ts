import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { toWire, WatchlistSchema, WatchlistSymbolParams } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "delete",
    path: "/{id}/symbols/{symbol}",
    operationId: "removeWatchlistSymbol",
    summary: "Remove a symbol",
    description: "The symbols after it move up.",
    request: { params: WatchlistSymbolParams },
    responses: { 200: jsonAnswer(WatchlistSchema, "The watchlist as it is now") },
  },
);

export function removeSymbolOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { id, symbol } = c.req.valid("param");
    return c.json(toWire(await ownWatchlists(deps, c).removeSymbol(id, symbol)), 200);
  });
}
