import type { ClassProbabilities } from "../decision/class-probabilities.ts";

/** Extras that may be shown with each symbol. */
export const WATCHLIST_EXPANSIONS = ["quotes", "predictions"] as const;
export type WatchlistExpansion = (typeof WATCHLIST_EXPANSIONS)[number];

/** A user's notes on a symbol; null where there is nothing. */
export interface WatchlistNotes {
  readonly note: string | null;
  /** Prices of interest: below the one and above the other. */
  readonly alert_above: number | null;
  readonly alert_below: number | null;
}

/** A note that is left out stays; null takes it away. */
export type WatchlistNoteChanges = {
  readonly [Name in keyof WatchlistNotes]?: WatchlistNotes[Name] | undefined;
};

/** The newest stored close of a symbol in any timeframe. */
export interface Quote {
  readonly price: number;
  readonly timeframe: string;
  /** When that bar closed, ISO 8601. */
  readonly as_of: string;
  /** Against the same timeframe a day earlier; null without a bar that old. */
  readonly change: number | null;
  readonly change_percent: number | null;
}

/** The newest prediction of a symbol that the user was given. */
export interface LatestPrediction {
  readonly id: string;
  readonly model_version: string;
  readonly timeframe: string;
  readonly horizon: number;
  readonly direction: string;
  readonly confidence: number;
  readonly probabilities: ClassProbabilities;
  readonly predicted_at: string;
}

export interface WatchlistSymbol extends WatchlistNotes {
  readonly symbol: string;
  readonly added_at: string;
  /** There when asked for; null where there is none. */
  readonly quote?: Quote | null;
  readonly prediction?: LatestPrediction | null;
}

/** A named, ordered list of symbols, in the form in which the database and the API give it. */
export interface Watchlist {
  readonly id: string;
  readonly name: string;
  readonly is_default: boolean;
  /** Moves on with every change of the symbols. */
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly symbols: readonly WatchlistSymbol[];
}

export interface NewWatchlist {
  readonly name: string;
  readonly isDefault: boolean;
  /** In order. */
  readonly symbols: readonly string[];
}

/**
 * The watchlists of one user. Every change is atomic and answers the list as it is afterwards. A list of somebody else
 * is as unknown (not_found) as one that does not exist.
 */
export interface WatchlistStore {
  /** Oldest first, after the list of the given id. */
  list(page: {
    readonly limit: number;
    readonly after: string | undefined;
    readonly expand: readonly WatchlistExpansion[];
  }): Promise<Watchlist[]>;
  get(id: string, expand: readonly WatchlistExpansion[]): Promise<Watchlist | undefined>;
  /** The first list is the default. @throws Failure unknown_symbol, conflict (name taken), watchlist_limit */
  create(watchlist: NewWatchlist): Promise<Watchlist>;
  /** @throws Failure not_found, conflict (name taken) */
  update(id: string, changes: { readonly name?: string; readonly isDefault?: true }): Promise<Watchlist>;
  /** After the default, the oldest list is the default. @throws Failure not_found */
  remove(id: string): Promise<void>;
  /** @throws Failure not_found, unknown_symbol, conflict (there already), watchlist_limit */
  addSymbol(id: string, entry: WatchlistNotes & { readonly symbol: string }): Promise<Watchlist>;
  /** @throws Failure not_found, invalid_request (alerts that cross) */
  updateSymbol(id: string, symbol: string, changes: WatchlistNoteChanges): Promise<Watchlist>;
  /** @throws Failure not_found */
  removeSymbol(id: string, symbol: string): Promise<Watchlist>;
  /** @throws Failure not_found, conflict (another version), invalid_request (not each symbol once) */
  reorder(id: string, symbols: readonly string[], version: number): Promise<Watchlist>;
}
