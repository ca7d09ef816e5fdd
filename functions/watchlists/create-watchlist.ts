import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { CreateWatchlistBody, toWire, WatchlistSchema } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user"],
    refusals: ["unknown_symbol", "conflict", "watchlist_limit", "unavailable"],
    idempotent: true,
  },
  {
    method: "post",
    path: "/",
    operationId: "createWatchlist",
    summary: "Create a watchlist",
    description: "The first one is the default.",
    request: { body: jsonBody(CreateWatchlistBody) },
    responses: { 201: jsonAnswer(WatchlistSchema, "The new watchlist") },
  },
);

export function createWatchlistOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { is_default, ...watchlist } = c.req.valid("json");
    const created = await ownWatchlists(deps, c).create({ ...watchlist, isDefault: is_default });
    return c.json(toWire(created), 201);
  });
}
