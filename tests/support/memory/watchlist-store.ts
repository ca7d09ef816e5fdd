import { Failure } from "../../../shared/failure.ts";
import type { Watchlist, WatchlistStore, WatchlistSymbol } from "../../../shared/ports/watchlist-store.ts";

/**
 * One user's watchlists in memory, for tests; without quotes. It takes whatever it is given: names, symbols, limits, alerts,
 * versions and which list is the default are judged in SQL.
 */
export function createMemoryWatchlistStore(): WatchlistStore {
  const lists = new Map<string, Watchlist>();
  const now = () => new Date().toISOString();

  function find(id: string): Watchlist {
    const found = lists.get(id);
    if (!found) throw new Failure("not_found", `unknown watchlist ${id}`);
    return found;
  }
  function save(watchlist: Watchlist): Watchlist {
    const saved = { ...watchlist, updated_at: now() };
    lists.set(saved.id, saved);
    return saved;
  }
  function saveSymbols(watchlist: Watchlist, symbols: readonly WatchlistSymbol[]): Watchlist {
    return save({ ...watchlist, symbols, version: watchlist.version + 1 });
  }
  function entryOf(watchlist: Watchlist, symbol: string): WatchlistSymbol {
    const entry = watchlist.symbols.find((one) => one.symbol === symbol);
    if (!entry) throw new Failure("not_found", `the watchlist has no ${symbol}`);
    return entry;
  }

  return {
    async list({ limit, after }) {
      const all = [...lists.values()];
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      return all.slice(start, start + limit);
    },
    get: async (id) => lists.get(id),
    async create({ name, isDefault, symbols }) {
      const notes = { note: null, alert_above: null, alert_below: null, added_at: now() };
      return save({
        id: crypto.randomUUID(),
        name,
        is_default: isDefault,
        version: 1,
        symbols: symbols.map((symbol) => ({ symbol, ...notes })),
        created_at: now(),
        updated_at: now(),
      });
    },
    async update(id, { name, isDefault }) {
      const watchlist = find(id);
      return save({
        ...watchlist,
        name: name ?? watchlist.name,
        is_default: isDefault ?? watchlist.is_default,
      });
    },
    async remove(id) {
      find(id);
      lists.delete(id);
    },
    async addSymbol(id, entry) {
      const watchlist = find(id);
      return saveSymbols(watchlist, [...watchlist.symbols, { ...entry, added_at: now() }]);
    },
    async updateSymbol(id, symbol, changes) {
      const watchlist = find(id);
      const present = Object.entries(changes).filter(([, value]) => value !== undefined);
      const changed = { ...entryOf(watchlist, symbol), ...Object.fromEntries(present) };
      return saveSymbols(
        watchlist,
        watchlist.symbols.map((entry) => (entry.symbol === symbol ? changed : entry)),
      );
    },
    async removeSymbol(id, symbol) {
      const watchlist = find(id);
      const removed = entryOf(watchlist, symbol);
      return saveSymbols(
        watchlist,
        watchlist.symbols.filter((entry) => entry !== removed),
      );
    },
    async reorder(id, symbols) {
      const watchlist = find(id);
      return saveSymbols(
        watchlist,
        symbols.map((symbol) => entryOf(watchlist, symbol)),
      );
    },
  };
}
