import { type AggregatedBars, aggregateBars } from "../market/aggregate-bars.ts";
import type { Bars } from "../market/bars.ts";
import type { CalendarColumns } from "../market/calendar.ts";
import type { SessionCalendar } from "../market/instrument.ts";
import { resample } from "../market/resample.ts";
import type { Timeframe } from "../market/timeframe.ts";

/** The larger picture of each timeframe, 5 to 24 bars wide, so that 300 bars hold at least twelve of it. */
const NEXT: Readonly<Record<Exclude<Timeframe, "1d">, Timeframe>> = {
  "1m": "15m",
  "5m": "1h",
  "15m": "4h",
  "1h": "1d",
  "4h": "1d",
};

const FRIDAY = 5;
/** Trading day 4 after the epoch was a Monday. */
const FIRST_MONDAY = 4;

/** Bars of the next timeframe up; trading weeks (Monday to Sunday) over daily bars. */
export function higherTimeframe(
  bars: Bars,
  timeframe: Timeframe,
  sessions: SessionCalendar,
  calendar: CalendarColumns,
): AggregatedBars {
  return timeframe === "1d"
    ? aggregateBars(bars, weekBuckets(bars, sessions, calendar))
    : resample(bars, timeframe, NEXT[timeframe], sessions, calendar);
}

function weekBuckets(bars: Bars, { sessions }: SessionCalendar, { tradingDay, dayOfWeek }: CalendarColumns) {
  const lastDay = sessions.length > 0 ? FRIDAY : 0;
  return {
    bucket: Float64Array.from(tradingDay, (day) => Math.floor((day - FIRST_MONDAY) / 7)),
    completes: Uint8Array.from(dayOfWeek, (day) => (day === lastDay ? 1 : 0)),
    openedAt: bars.ts,
  };
}
