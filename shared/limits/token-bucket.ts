import type { LimitState, TokenBucket } from "./limit.ts";

export interface BucketState {
  readonly tokens: number;
  readonly refilledAtMs: number;
}

/** The bucket as it is at `nowMs`: whole refills only, so that no fraction of a token is ever lost or won. */
export function refilled(bucket: TokenBucket, state: BucketState | undefined, nowMs: number): BucketState {
  if (!state) return { tokens: bucket.limit, refilledAtMs: nowMs };
  const refills = Math.max(0, Math.floor((nowMs - state.refilledAtMs) / bucket.intervalMs));
  return {
    tokens: Math.min(bucket.limit, state.tokens + refills * bucket.refill),
    refilledAtMs: state.refilledAtMs + refills * bucket.intervalMs,
  };
}

/** True where `cost` fits into a bucket that is refilled up to now. */
export function tokenBucketState(
  { limit, refill, intervalMs }: TokenBucket,
  { tokens, refilledAtMs }: BucketState,
  cost: number,
  nowMs: number,
): LimitState {
  const allowed = tokens >= cost;
  const refills = allowed ? 1 : Math.ceil((cost - tokens) / refill);
  return {
    allowed,
    limit,
    remaining: Math.max(0, allowed ? tokens - cost : tokens),
    resetMs: refilledAtMs + refills * intervalMs - nowMs,
  };
}
