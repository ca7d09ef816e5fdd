import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * A horizon in bars, from a number of bars or from a duration that is a whole number of them; undefined for anything
 * else. The duration counts the instrument's own bars: "1d" of hourly bars is 24 of them, however long the market sleeps.
 * @example parseHorizon("4h", "1h") // 4
 */
export function parseHorizon(horizon: number | string, timeframe: Timeframe): number | undefined {
  if (typeof horizon === "number") return Number.isInteger(horizon) && horizon > 0 ? horizon : undefined;
  const [, count, unit] = /^(\d{1,6})(?:([mhdw]))?$/i.exec(horizon.trim()) ?? [];
  if (count === undefined) return undefined;
  if (unit === undefined) return parseHorizon(Number(count), timeframe);
  const durationMs = Number(count) * UNIT_MS[unit.toLowerCase() as keyof typeof UNIT_MS];
  return parseHorizon(durationMs / TIMEFRAME_MS[timeframe], timeframe);
}
