import { Failure } from "../../failure.ts";
import { addressGroup } from "../../limits/address-group.ts";
import { LruMap } from "../../memory/lru-map.ts";
import type { Clock } from "../../ports/clock.ts";

const WINDOW_MS = 60_000;
/** One wrong key, however often it is sent, is a mistake; so many are a search. */
const MAX_WRONG_KEYS = 100;
/** The addresses heard of longest ago are dropped first, so that memory stays small under an attack by many. */
const MAX_ADDRESSES = 1_000;

export interface GuessGuard {
  /** Throws Failure rate_limited for an address that has tried out too many keys in this minute. */
  admit(address: string | undefined): void;
  /** Keeps in mind that an address sent a key that does not exist. */
  remember(address: string | undefined, hash: string): void;
}

/**
 * Spares the database those who try out keys: the form of a key can be made up, and each that nobody knows is a look-up.
 * Counted in the isolate alone, since finding a key by chance is out of reach anyway. Callers whose address is not
 * known are not counted: they would share one count, and one of them could lock the others out.
 */
export function createGuessGuard(clock: Pick<Clock, "elapsed">): GuessGuard {
  let endsAt = clock.elapsed() + WINDOW_MS;
  const wrongKeys = new LruMap<string, Set<string>>(MAX_ADDRESSES);

  function keysOf(address: string): Set<string> | undefined {
    if (clock.elapsed() >= endsAt) {
      endsAt = clock.elapsed() + WINDOW_MS;
      wrongKeys.clear();
    }
    return wrongKeys.get(addressGroup(address));
  }

  return {
    admit(address) {
      if (address === undefined || (keysOf(address)?.size ?? 0) < MAX_WRONG_KEYS) return;
      throw new Failure("rate_limited", "Too many unknown API keys came from this address.", {
        retryAfterMs: endsAt - clock.elapsed(),
      });
    },
    remember(address, hash) {
      if (address === undefined) return;
      const known = keysOf(address);
      if (known) known.add(hash);
      else wrongKeys.set(addressGroup(address), new Set([hash]));
    },
  };
}
