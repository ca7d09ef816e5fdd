import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { GetQuery, toWire, WatchlistParams, WatchlistSchema } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/{id}",
    operationId: "getWatchlist",
    summary: "Read a watchlist",
    description: "The list with its symbols in order; `expand` shows what is known of each.",
    request: { params: WatchlistParams, query: GetQuery },
    responses: { 200: jsonAnswer(WatchlistSchema, "The watchlist") },
  },
);

export function getWatchlistOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const found = await ownWatchlists(deps, c).get(id, c.req.valid("query").expand);
    if (!found) throw new Failure("not_found", `You have no watchlist ${id}.`);
    return c.json(toWire(found), 200);
  });
}
