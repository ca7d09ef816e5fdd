const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Length of a bar of each timeframe in milliseconds. */
export const TIMEFRAME_MS = {
  "1m": MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "1h": HOUR_MS,
  "4h": 4 * HOUR_MS,
  "1d": DAY_MS,
} as const;

export type Timeframe = keyof typeof TIMEFRAME_MS;

export const TIMEFRAMES = Object.keys(TIMEFRAME_MS) as Timeframe[];

/** The codes that trading terminals use for the same timeframes. */
export const TIMEFRAME_CODES = { M1: "1m", M5: "5m", M15: "15m", H1: "1h", H4: "4h", D1: "1d" } as const;

/**
 * Reads either spelling of a timeframe, in any case; undefined for anything else.
 * @example parseTimeframe("M5") // "5m"
 */
export function parseTimeframe(text: string): Timeframe | undefined {
  const code = TIMEFRAME_CODES[text.toUpperCase() as keyof typeof TIMEFRAME_CODES];
  if (code) return code;
  const name = text.toLowerCase();
  return Object.hasOwn(TIMEFRAME_MS, name) ? (name as Timeframe) : undefined;
}

/**
 * The opening time, epoch milliseconds, that every bar which has closed by `now` stands before: the exclusive end of a
 * query for closed bars.
 */
export function closedBefore(now: number, timeframe: Timeframe): number {
  return now - TIMEFRAME_MS[timeframe] + 1;
}
