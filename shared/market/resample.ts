import { type AggregatedBars, aggregateBars, type Buckets, NO_BUCKET } from "./aggregate-bars.ts";
import type { Bars } from "./bars.ts";
import { type CalendarColumns, calendarColumns } from "./calendar.ts";
import type { SessionCalendar } from "./instrument.ts";
import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";

const MINUTE_MS = 60_000;
/** More buckets than a day can hold: keeps those of one trading day apart from the next one's. */
const BUCKETS_PER_DAY = 4096;

/**
 * Bars of a higher timeframe. They are counted from the session's open in the instrument's own zone, so that they keep
 * their place in the trading day when the clocks change, and end with the session at the latest: four-hour bars
 * of New York stocks are 9:30-13:30 and 13:30-16:00. Daily bars hold the bars of one session. Bars outside the sessions
 * make intraday bars of their own, counted from local midnight, and no daily bars.
 *
 * The last bar is marked when it was still forming; the first one holds what the given bars hold of it.
 * Throws a RangeError unless `to` is a whole multiple of `from`.
 * @param places where the bars stand in the calendar, for callers who know it already
 */
export function resample(
  bars: Bars,
  from: Timeframe,
  to: Timeframe,
  calendar: SessionCalendar,
  places: CalendarColumns = calendarColumns(bars.ts, from, calendar),
): AggregatedBars {
  const ratio = TIMEFRAME_MS[to] / TIMEFRAME_MS[from];
  if (!(Number.isInteger(ratio) && ratio > 1)) throw new RangeError(`${from} bars do not make ${to} bars`);
  return aggregateBars(bars, sessionBuckets(bars.ts, from, to, calendar, places));
}

function sessionBuckets(
  ts: Float64Array,
  from: Timeframe,
  to: Timeframe,
  calendar: SessionCalendar,
  { tradingDay, minutesSinceOpen, minutesToClose, inSession }: CalendarColumns,
): Buckets {
  const barMinutes = TIMEFRAME_MS[from] / MINUTE_MS;
  // A session may be longer than 24 hours of the clock on the day the clocks change: a daily bar holds it all.
  const bucketMinutes = to === "1d" ? Number.POSITIVE_INFINITY : TIMEFRAME_MS[to] / MINUTE_MS;
  const needsSession = to === "1d" && calendar.sessions.length > 0;
  const buckets: Buckets = {
    bucket: new Float64Array(ts.length),
    completes: new Uint8Array(ts.length),
    openedAt: new Float64Array(ts.length),
  };
  for (let row = 0; row < ts.length; row++) {
    const since = minutesSinceOpen[row]!;
    const index = Math.floor(since / bucketMinutes);
    const start = index === 0 ? 0 : index * bucketMinutes;
    const isLast = since + barMinutes >= start + bucketMinutes || barMinutes >= minutesToClose[row]!;
    // In and out of session are counted from different times and never share a bucket.
    const key = (tradingDay[row]! * BUCKETS_PER_DAY + index) * 2 + inSession[row]!;
    buckets.bucket[row] = needsSession && !inSession[row] ? NO_BUCKET : key;
    buckets.completes[row] = isLast ? 1 : 0;
    buckets.openedAt[row] = ts[row]! - (since - start) * MINUTE_MS;
  }
  return buckets;
}
