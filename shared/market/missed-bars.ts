import { calendarColumns } from "./calendar.ts";
import type { SessionCalendar } from "./instrument.ts";
import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";

const DAY_MS = TIMEFRAME_MS["1d"];
const DAY_MINUTES = 1440;
/** Bars looked at in one go: a weekend of minutes is a few of these. */
const CHUNK = 1_024;

/**
 * How many bars the calendar says have closed after the one that opened at `last`, counted up to `most`: bars that should
 * be stored and are not. Holidays are not known, so on one of them bars are missed that nobody made.
 */
export function missedBars(
  last: number,
  now: number,
  timeframe: Timeframe,
  calendar: SessionCalendar,
  most: number,
): number {
  const stepMs = TIMEFRAME_MS[timeframe];
  const closed = Math.max(0, Math.floor((now - last) / stepMs) - 1);
  let missed = 0;
  for (let first = 1; first <= closed && missed < most; first += CHUNK) {
    const ts = Float64Array.from(
      { length: Math.min(CHUNK, closed - first + 1) },
      (_, i) => last + (first + i) * stepMs,
    );
    missed += tradedBars(ts, timeframe, calendar);
  }
  return Math.min(missed, most);
}

function tradedBars(ts: Float64Array, timeframe: Timeframe, calendar: SessionCalendar): number {
  if (calendar.sessions.length === 0) return ts.length;
  const days = tradingDays(calendar);
  const { inSession } = calendarColumns(ts, timeframe, calendar);
  // A daily bar stamped with midnight UTC is a date, which lies in no session: its weekday decides.
  const isDate = (at: number) => timeframe === "1d" && at % DAY_MS === 0;
  return ts.filter((at, row) => (isDate(at) ? days.has(new Date(at).getUTCDay()) : inSession[row] === 1))
    .length;
}

/** Days of the week on which sessions end: the dates that they are counted to. */
function tradingDays({ sessions }: SessionCalendar): Set<number> {
  return new Set(sessions.map(({ day, close }) => (day + Math.floor((close - 1) / DAY_MINUTES)) % 7));
}
