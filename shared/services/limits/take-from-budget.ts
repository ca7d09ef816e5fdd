import { Failure } from "../../failure.ts";
import { tokenBucket } from "../../limits/tier.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";

/** Calls that all isolates together may make to a provider outside. */
export interface ProviderBudget {
  readonly provider: string;
  readonly perMinute: number;
  /** How many may go at once. */
  readonly burst: number;
}

const MINUTE_MS = 60_000;

/**
 * Takes `calls` from a provider's budget, all or none. Refuses with `unavailable` and the time to wait when it is spent, and
 * also while nobody can count: a provider that is called too often shuts everybody out.
 */
export async function takeFromBudget(
  { limiter }: { readonly limiter: RateLimiter },
  { provider, perMinute, burst }: ProviderBudget,
  calls: number,
): Promise<void> {
  const window = { kind: "sliding_window", limit: perMinute, windowMs: MINUTE_MS } as const;
  const verdict = await limiter
    .take(`provider:${provider}`, [tokenBucket(burst, perMinute), window], calls)
    .catch((cause) => {
      throw new Failure("unavailable", `The calls to ${provider} cannot be counted right now.`, { cause });
    });
  await verdict.pending;
  if (verdict.allowed) return;
  throw new Failure("unavailable", `The budget of calls to ${provider} is spent.`, {
    retryAfterMs: verdict.resetMs,
  });
}
