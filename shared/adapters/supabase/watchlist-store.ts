import type { Watchlist, WatchlistStore } from "../../ports/watchlist-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** The watchlists of the user whose client this is: the database lets it see no others. */
export function createSupabaseWatchlistStore(client: ProjectClient): WatchlistStore {
  const change = (name: string, args: Readonly<Record<string, unknown>>) =>
    callFunction<Watchlist>(client, name, args);
  return {
    list: ({ limit, after, expand }) =>
      callFunction<Watchlist[]>(client, "list_watchlists", {
        p_limit: limit,
        p_after: after ?? null,
        p_expand: expand,
      }),
    async get(id, expand) {
      const args = { p_id: id, p_expand: expand };
      return (await callFunction<Watchlist | null>(client, "get_watchlist", args)) ?? undefined;
    },
    create: ({ name, isDefault, symbols }) =>
      change("create_watchlist", { p_watchlist: { name, is_default: isDefault, symbols } }),
    update: (id, { name, isDefault }) =>
      change("update_watchlist", { p_id: id, p_changes: { name, is_default: isDefault } }),
    async remove(id) {
      await callFunction(client, "delete_watchlist", { p_id: id });
    },
    addSymbol: (id, entry) => change("add_watchlist_symbol", { p_id: id, p_entry: entry }),
    updateSymbol: (id, symbol, changes) =>
      change("update_watchlist_symbol", { p_id: id, p_symbol: symbol, p_changes: changes }),
    removeSymbol: (id, symbol) => change("remove_watchlist_symbol", { p_id: id, p_symbol: symbol }),
    reorder: (id, symbols, version) =>
      change("reorder_watchlist", { p_id: id, p_symbols: symbols, p_version: version }),
  };
}
