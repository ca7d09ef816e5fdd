import type { Limit, LimitState } from "../../../shared/limits/limit.ts";
import type { RateLimiter } from "../../../shared/ports/rate-limiter.ts";

/** One call of the limiter. */
export interface Taking {
  readonly key: string;
  readonly limits: readonly Limit[];
  readonly cost: number;
}

export const ADMITTED: LimitState = { allowed: true, limit: 60, remaining: 59, resetMs: 60_000 };

/**
 * Given verdicts in their order, for tests, and ADMITTED once they are used up; what was asked can be read. Counting is
 * the business of SQL and of Redis.
 */
export function createMemoryRateLimiter(
  verdicts: readonly LimitState[] = [],
): RateLimiter & { readonly takings: readonly Taking[] } {
  const takings: Taking[] = [];
  return {
    kind: "memory",
    takings,
    async take(key, limits, cost) {
      const verdict = verdicts[takings.length] ?? ADMITTED;
      takings.push({ key, limits, cost });
      return { ...verdict, pending: Promise.resolve() };
    },
  };
}
