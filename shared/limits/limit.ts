/** At most `limit` in any stretch of `windowMs`, counted as two fixed windows of which the older one fades. */
export interface SlidingWindow {
  readonly kind: "sliding_window";
  readonly limit: number;
  readonly windowMs: number;
}

/** A bucket of `limit` tokens that gets `refill` back every `intervalMs`: bursts pass, the long run does not exceed the refill. */
export interface TokenBucket {
  readonly kind: "token_bucket";
  readonly limit: number;
  readonly refill: number;
  readonly intervalMs: number;
}

/** A limit of a key. A key has at most one bucket, and one window of each length. */
export type Limit = SlidingWindow | TokenBucket;

/** How one limit stands after it was asked for some cost. Times are milliseconds from now. */
export interface LimitState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the current window ends, or the next refill; of a refusal, until the same request would pass. */
  readonly resetMs: number;
}

/** The state to tell a caller: of refusals the one that lasts longest, else the limit that is nearest to its end. */
export function tightest(states: readonly LimitState[]): LimitState | undefined {
  const refused = states.filter(({ allowed }) => !allowed);
  if (refused.length > 0) return refused.reduce((a, b) => (b.resetMs > a.resetMs ? b : a));
  return states.reduce<LimitState | undefined>(
    (a, b) => (a === undefined || b.remaining / b.limit < a.remaining / a.limit ? b : a),
    undefined,
  );
}
