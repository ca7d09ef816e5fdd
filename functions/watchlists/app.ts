import { createHttpApp } from "../../shared/http/create-app.ts";
import { addSymbolOperation } from "./add-symbol.ts";
import { createWatchlistOperation } from "./create-watchlist.ts";
import { deleteWatchlistOperation } from "./delete-watchlist.ts";
import type { WatchlistsDeps } from "./deps.ts";
import { getWatchlistOperation } from "./get-watchlist.ts";
import { listWatchlistsOperation } from "./list-watchlists.ts";
import { removeSymbolOperation } from "./remove-symbol.ts";
import { reorderWatchlistOperation } from "./reorder-watchlist.ts";
import { updateSymbolOperation } from "./update-symbol.ts";
import { updateWatchlistOperation } from "./update-watchlist.ts";

export function createApp(deps: WatchlistsDeps) {
  const app = createHttpApp("watchlists", deps);
  listWatchlistsOperation(app, deps);
  createWatchlistOperation(app, deps);
  getWatchlistOperation(app, deps);
  updateWatchlistOperation(app, deps);
  deleteWatchlistOperation(app, deps);
  addSymbolOperation(app, deps);
  updateSymbolOperation(app, deps);
  removeSymbolOperation(app, deps);
  reorderWatchlistOperation(app, deps);
  return app;
}
