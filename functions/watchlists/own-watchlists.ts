import type { Context } from "hono";
import { Failure } from "../../shared/failure.ts";
import type { AppEnv } from "../../shared/http/env.ts";
import type { WatchlistStore } from "../../shared/ports/watchlist-store.ts";
import type { WatchlistsDeps } from "./deps.ts";

/** The lists of whoever asks. Routes here let in nobody but signed-in users. */
export function ownWatchlists(
  { watchlistsOf }: WatchlistsDeps,
  { var: { caller } }: Pick<Context<AppEnv>, "var">,
): WatchlistStore {
  if ("token" in caller) return watchlistsOf(caller.token);
  throw new Failure("forbidden", "Watchlists belong to signed-in users.");
}
