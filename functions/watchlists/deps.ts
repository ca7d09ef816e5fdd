import type { HttpDeps } from "../../shared/http/env.ts";
import type { WatchlistStore } from "../../shared/ports/watchlist-store.ts";

/** The ports that this function needs. */
export interface WatchlistsDeps extends HttpDeps {
  /** The lists of the user whose token this is, and nobody else's. */
  readonly watchlistsOf: (token: string) => WatchlistStore;
}
