import { LruMap } from "../memory/lru-map.ts";
import type { Cache } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";

/** A value that is asked for, and how long it may be given to others too. */
export interface CacheQuery {
  /** Everything that the value depends on; undefined where it is not worth keeping. */
  readonly key: string | undefined;
  /** The value holds until then, epoch milliseconds. */
  readonly expiresAt: number;
}

export interface CacheResult<Value> {
  readonly value: Value;
  /** Nothing was computed for it. */
  readonly isHit: boolean;
}

/** In the isolate's memory; the time is brought forward when the value turns out to be an older one. */
interface Entry<Value> {
  readonly value: Promise<Value>;
  expiresAt: number;
}

/** In the cache that isolates share. */
interface Stored<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/** Entries of an isolate, the least recently used dropped first; a value has some kilobytes. */
const MAX_ENTRIES = 500;
/** More look-ups at once than this cost more than computing. */
const MAX_LOOKUPS = 8;

/**
 * Gives values from the isolate's own memory, from the cache that isolates share, or by computing them, all that are
 * missing at once. A value that is being computed is not computed a second time; failures are not kept, and a cache that
 * fails only costs the computing.
 */
export function createReadThroughCache<Value>(deps: {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly background: (work: Promise<unknown>) => void;
}) {
  const entries = new LruMap<string, Entry<Value>>(MAX_ENTRIES);

  function known(key: string): Promise<Value> | undefined {
    const entry = entries.get(key);
    return entry && entry.expiresAt > deps.clock.now() ? entry.value : undefined;
  }

  function keep(key: string, value: Promise<Value>, expiresAt: number) {
    const entry = { value, expiresAt };
    entries.set(key, entry);
    value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
  }

  async function lookUp(keys: readonly (string | undefined)[]): Promise<(Value | undefined)[]> {
    const wanted = keys.filter((key) => key !== undefined).length;
    if (wanted > MAX_LOOKUPS) return keys.map(() => undefined);
    return await Promise.all(
      keys.map(async (key) => {
        const stored =
          key === undefined ? undefined : await deps.cache.get<Stored<Value>>(key).catch(() => undefined);
        if (key === undefined || !stored || stored.expiresAt <= deps.clock.now()) return undefined;
        const entry = entries.get(key);
        if (entry) entry.expiresAt = Math.min(entry.expiresAt, stored.expiresAt);
        return stored.value;
      }),
    );
  }

  function share({ key, expiresAt }: CacheQuery, value: Value) {
    const ttlMs = expiresAt - deps.clock.now();
    if (key === undefined || ttlMs <= 0) return;
    const stored: Stored<Value> = { value, expiresAt };
    deps.background(deps.cache.set(key, stored, ttlMs));
  }

  /** The values of `queries`, in their order; `compute` is called once at most, with those that are missing. */
  return async function readAll<Query extends CacheQuery>(
    queries: readonly Query[],
    compute: (missing: readonly Query[]) => Promise<readonly PromiseSettledResult<Value>[]>,
  ): Promise<PromiseSettledResult<CacheResult<Value>>[]> {
    const open: OpenQuery<Query, Value>[] = [];
    const outcomes = queries.map((query) => {
      const { key, expiresAt } = query;
      const shared = key === undefined ? undefined : known(key);
      if (shared) return shared.then((value) => ({ value, isHit: true }));
      const result = new Deferred<CacheResult<Value>>();
      if (key !== undefined) keep(key, result.settled.then(valueIn), expiresAt);
      open.push({ query, result });
      return result.settled;
    });
    const settled = Promise.allSettled(outcomes);
    if (open.length > 0) await settleOpen(open, compute);
    return await settled;
  };

  async function settleOpen<Query extends CacheQuery>(
    open: readonly OpenQuery<Query, Value>[],
    compute: (missing: readonly Query[]) => Promise<readonly PromiseSettledResult<Value>[]>,
  ) {
    const stored = await lookUp(open.map(({ query }) => query.key));
    const missing = open.filter(({ result }, i) => {
      const value = stored[i];
      if (value === undefined) return true;
      result.resolve({ value, isHit: true });
      return false;
    });
    if (missing.length === 0) return;
    const [computed] = await Promise.allSettled([compute(missing.map(({ query }) => query))]);
    missing.forEach(({ query, result }, i) => {
      const outcome = computed.status === "rejected" ? computed : computed.value[i]!;
      if (outcome.status === "rejected") {
        result.reject(outcome.reason);
        return;
      }
      result.resolve({ value: outcome.value, isHit: false });
      if (missing.length <= MAX_LOOKUPS) share(query, outcome.value);
    });
  }
}

/** A query that the isolate's memory does not know, and its result to come. */
interface OpenQuery<Query extends CacheQuery, Value> {
  readonly query: Query;
  readonly result: Deferred<CacheResult<Value>>;
}

const valueIn = <Value>({ value }: CacheResult<Value>) => value;

/** A promise that is settled from outside. */
class Deferred<Value> {
  resolve!: (value: Value) => void;
  reject!: (reason: unknown) => void;
  readonly settled = new Promise<Value>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}
