import type { Limit } from "./limit.ts";

/** Limits of the callers of one kind; null is no such limit. */
export interface Tier {
  readonly perMinute: number | null;
  readonly perHour: number | null;
  /** How many requests may come at once; they come back at the pace of `perMinute`. */
  readonly burst: number | null;
}

const TIER_NAMES = ["anyone", "anon", "user", "operator", "api_key", "secret", "cron"] as const;
export type TierName = (typeof TIER_NAMES)[number];
export type Tiers = Readonly<Record<TierName, Tier>>;

const UNLIMITED: Tier = { perMinute: null, perHour: null, burst: null };

/** Limits until the table rate_limit_tiers has been read; the migration fills the table with the same. */
export const DEFAULT_TIERS: Tiers = {
  anyone: { perMinute: 120, perHour: 2_000, burst: 60 },
  anon: { perMinute: 240, perHour: 4_000, burst: 120 },
  user: { perMinute: 600, perHour: 20_000, burst: 200 },
  operator: { perMinute: 1_200, perHour: 40_000, burst: 400 },
  api_key: { perMinute: 60, perHour: 1_000, burst: null },
  secret: UNLIMITED,
  cron: UNLIMITED,
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The limits of a tier, shortest first; none for a tier without limits. */
export function limitsOf({ perMinute, perHour, burst }: Tier): Limit[] {
  const limits: Limit[] = [];
  if (burst !== null) limits.push(tokenBucket(burst, perMinute ?? burst));
  if (perMinute !== null) limits.push({ kind: "sliding_window", limit: perMinute, windowMs: MINUTE_MS });
  if (perHour !== null) limits.push({ kind: "sliding_window", limit: perHour, windowMs: HOUR_MS });
  return limits;
}

/** A bucket of `capacity` tokens that gets `perMinute` back, evenly, in steps of no less than a second. */
export function tokenBucket(capacity: number, perMinute: number): Limit {
  const refill = Math.max(1, Math.floor(perMinute / 60));
  return {
    kind: "token_bucket",
    limit: capacity,
    refill,
    intervalMs: Math.round((refill * MINUTE_MS) / perMinute),
  };
}
