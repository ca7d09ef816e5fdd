import type { LimitState, SlidingWindow } from "./limit.ts";

/** Counts of the window that `nowMs` lies in, and of the one before. */
export interface WindowCounts {
  readonly previous: number;
  readonly current: number;
}

/**
 * True where `cost` fits, by the usual approximation: what the previous window counted weighs as much as is left of the
 * current one, rounded down. The Postgres function and the Redis script compute the same, in whole numbers.
 */
export function slidingWindowState(
  { limit, windowMs }: SlidingWindow,
  { previous, current }: WindowCounts,
  cost: number,
  nowMs: number,
): LimitState {
  const leftMs = windowMs - (nowMs % windowMs);
  const used = current + Math.floor((leftMs * previous) / windowMs);
  if (used + cost <= limit) {
    return { allowed: true, limit, remaining: limit - used - cost, resetMs: leftMs };
  }
  const resetMs =
    current + cost <= limit
      ? fadedAfterMs(previous, limit - cost - current, windowMs) - (windowMs - leftMs)
      : leftMs + fadedAfterMs(current, limit - cost, windowMs);
  return { allowed: false, limit, remaining: Math.max(0, limit - used), resetMs };
}

/** How far into a window the count of the one before weighs no more than `room`; a whole window where it never does. */
function fadedAfterMs(count: number, room: number, windowMs: number): number {
  if (room < 0) return windowMs;
  return count <= room ? 0 : windowMs - Math.ceil(((room + 1) * windowMs) / count) + 1;
}
