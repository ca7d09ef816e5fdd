import { LruMap } from "../../memory/lru-map.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RateLimiter, Verdict } from "../../ports/rate-limiter.ts";

const MAX_KEYS = 1_000;

/**
 * A limiter that answers a key it has just refused from memory, without a round trip, until the refused cost would pass:
 * whoever hammers on costs nothing. A smaller request than the refused one is asked for as ever.
 */
export function rememberRefusals(limiter: RateLimiter, clock: Clock): RateLimiter {
  const refusals = new LruMap<
    string,
    { readonly cost: number; readonly until: number; readonly verdict: Verdict }
  >(MAX_KEYS);

  return {
    kind: limiter.kind,
    async take(key, limits, cost) {
      const known = refusals.get(key);
      const leftMs = known ? known.until - clock.now() : 0;
      if (known && leftMs > 0 && cost >= known.cost) {
        return { ...known.verdict, resetMs: leftMs, pending: Promise.resolve() };
      }
      const verdict = await limiter.take(key, limits, cost);
      if (!verdict.allowed) refusals.set(key, { cost, until: clock.now() + verdict.resetMs, verdict });
      return verdict;
    },
  };
}
