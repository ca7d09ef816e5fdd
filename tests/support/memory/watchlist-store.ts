import { Failure } from "../../../shared/failure.ts";
import type { Watchlist, WatchlistStore, WatchlistSymbol } from "../../../shared/ports/watchlist-store.ts";

interface Rules {
  /** The instruments there are. */
  readonly symbols: readonly string[];
  readonly maxWatchlists: number;
  readonly maxSymbols: number;
}

/** One user's watchlists in memory, for tests: the same answers as the database gives. It has no quotes. */
export function createMemoryWatchlistStore({ symbols, maxWatchlists, maxSymbols }: Rules): WatchlistStore {
  const lists = new Map<string, Watchlist>();
  const now = () => new Date().toISOString();

  function find(id: string): Watchlist {
    const found = lists.get(id);
    if (!found) throw new Failure("not_found", `unknown watchlist ${id}`);
    return found;
  }
  function save(watchlist: Watchlist): Watchlist {
    lists.set(watchlist.id, { ...watchlist, updated_at: now() });
    return find(watchlist.id);
  }
  function saveSymbols(watchlist: Watchlist, entries: readonly WatchlistSymbol[]): Watchlist {
    return save({ ...watchlist, symbols: entries, version: watchlist.version + 1 });
  }
  function makeDefault(id: string): void {
    for (const list of lists.values()) {
      if (list.is_default !== (list.id === id)) save({ ...list, is_default: list.id === id });
    }
  }
  function refuseTakenName(name: string, except?: string): void {
    const isTaken = [...lists.values()].some((list) => list.name === name && list.id !== except);
    if (isTaken) throw new Failure("conflict", "there is a watchlist of this name already");
  }
  function refuseUnknown(symbol: string): void {
    if (!symbols.includes(symbol)) throw new Failure("unknown_symbol", `no instrument is named ${symbol}`);
  }
  function entryOf(watchlist: Watchlist, symbol: string): WatchlistSymbol {
    const entry = watchlist.symbols.find((one) => one.symbol === symbol);
    if (!entry) throw new Failure("not_found", `the watchlist has no ${symbol}`);
    return entry;
  }
  function refuseOver(count: number, limit: number, what: string): void {
    if (count > limit) throw new Failure("watchlist_limit", `${what} ${limit}`);
  }

  return {
    async list({ limit, after }) {
      const all = [...lists.values()];
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      return all.slice(start, start + limit);
    },
    async get(id) {
      return lists.get(id);
    },
    async create({ name, isDefault, symbols: wanted }) {
      wanted.forEach(refuseUnknown);
      refuseOver(lists.size + 1, maxWatchlists, "watchlists of a user:");
      refuseOver(wanted.length, maxSymbols, "symbols of a watchlist:");
      refuseTakenName(name);
      const notes = { note: null, alert_above: null, alert_below: null, added_at: now() };
      const id = crypto.randomUUID();
      const entries = wanted.map((symbol) => ({ symbol, ...notes }));
      const version = entries.length > 0 ? 2 : 1;
      const times = { created_at: now(), updated_at: now() };
      lists.set(id, { id, name, is_default: false, version, symbols: entries, ...times });
      if (isDefault || lists.size === 1) makeDefault(id);
      return find(id);
    },
    async update(id, { name, isDefault }) {
      const watchlist = find(id);
      if (name !== undefined) {
        refuseTakenName(name, id);
        save({ ...watchlist, name });
      }
      if (isDefault) makeDefault(id);
      return find(id);
    },
    async remove(id) {
      const { is_default } = find(id);
      lists.delete(id);
      const [oldest] = lists.keys();
      if (is_default && oldest !== undefined) makeDefault(oldest);
    },
    async addSymbol(id, entry) {
      const watchlist = find(id);
      refuseUnknown(entry.symbol);
      if (watchlist.symbols.some(({ symbol }) => symbol === entry.symbol)) {
        throw new Failure("conflict", `the watchlist has ${entry.symbol} already`);
      }
      refuseOver(watchlist.symbols.length + 1, maxSymbols, "symbols of a watchlist:");
      return saveSymbols(watchlist, [...watchlist.symbols, { ...entry, added_at: now() }]);
    },
    async updateSymbol(id, symbol, changes) {
      const watchlist = find(id);
      const present = Object.entries(changes).filter(([, value]) => value !== undefined);
      const changed = { ...entryOf(watchlist, symbol), ...Object.fromEntries(present) };
      if ((changed.alert_below ?? 0) >= (changed.alert_above ?? Number.POSITIVE_INFINITY)) {
        throw new Failure("invalid_request", "alert_below must be below alert_above");
      }
      const entries = watchlist.symbols.map((entry) => (entry.symbol === symbol ? changed : entry));
      return saveSymbols(watchlist, entries);
    },
    async removeSymbol(id, symbol) {
      const watchlist = find(id);
      const removed = entryOf(watchlist, symbol);
      return saveSymbols(
        watchlist,
        watchlist.symbols.filter((entry) => entry !== removed),
      );
    },
    async reorder(id, wanted, version) {
      const watchlist = find(id);
      if (watchlist.version !== version) {
        throw new Failure("conflict", `the watchlist is at version ${watchlist.version}, not ${version}`);
      }
      const present = watchlist.symbols.map(({ symbol }) => symbol);
      if (wanted.toSorted().join("\n") !== present.toSorted().join("\n")) {
        throw new Failure("invalid_request", "the new order must name each symbol of the watchlist once");
      }
      return saveSymbols(
        watchlist,
        wanted.map((symbol) => entryOf(watchlist, symbol)),
      );
    },
  };
}
