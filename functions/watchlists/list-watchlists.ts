import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { pageOf } from "../../shared/services/paging/page-of.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { ownWatchlists } from "./own-watchlists.ts";
import { ListQuery, toWire, WatchlistsAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["user"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/",
    operationId: "listWatchlists",
    summary: "List your watchlists",
    description: "Oldest first, each with its symbols in order. Follow `next_cursor` until it is null.",
    request: { query: ListQuery },
    responses: { 200: jsonAnswer(WatchlistsAnswer, "One page of watchlists") },
  },
);

export function listWatchlistsOperation(app: App, deps: WatchlistsDeps) {
  app.openapi(route, async (c) => {
    const { limit, cursor, expand } = c.req.valid("query");
    const store = ownWatchlists(deps, c);
    const page = await pageOf(
      limit,
      (atMost) => store.list({ limit: atMost, after: cursor, expand }),
      ({ id }) => id,
    );
    return c.json({ watchlists: page.items.map(toWire), next_cursor: page.next ?? null }, 200);
  });
}
