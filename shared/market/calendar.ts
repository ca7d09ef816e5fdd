import type { SessionCalendar } from "./instrument.ts";
import { TIMEFRAME_MS, type Timeframe } from "./timeframe.ts";
import { zoneOffset } from "./zone-offset.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** The epoch began on a Thursday. */
const EPOCH_WEEKDAY = 4;

/** Where each bar stands on the instrument's own clock; every column is as long as the bars. */
export interface CalendarColumns {
  /** Days since the epoch of the trading day, which is the local day on which its session ends (FX: New York's). */
  readonly tradingDay: Int32Array;
  /** 0 Sunday .. 6 Saturday, of the trading day. */
  readonly dayOfWeek: Uint8Array;
  /** Wall-clock minutes since local midnight at which the bar opens. */
  readonly minuteOfDay: Uint16Array;
  /** Minutes from the session's open to the bar's; 0 for a bar that begins before the open and reaches into it. */
  readonly minutesSinceOpen: Uint16Array;
  /** Minutes from the bar's open to the session's close. */
  readonly minutesToClose: Uint16Array;
  /** 1 where the bar lies in a session of the calendar; outside the local day takes the session's place. */
  readonly inSession: Uint8Array;
}

/** A stretch of trading in minutes since Sunday's local midnight; an end may lie beyond the week's. */
interface Session {
  readonly open: number;
  readonly close: number;
}

const weekday = (day: number): number => (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;

/**
 * Places bars in the sessions of their instrument, in its zone, with its daylight saving. Minutes are those of the wall
 * clock: the day on which the clocks change is an hour longer or shorter, its sessions keep their names for the time.
 * Daily bars stamped with midnight UTC mean that date and are not shifted into the zone. Holidays are not known.
 */
export function calendarColumns(
  ts: Float64Array,
  timeframe: Timeframe,
  calendar: SessionCalendar,
): CalendarColumns {
  const rows = ts.length;
  const columns: CalendarColumns = {
    tradingDay: new Int32Array(rows),
    dayOfWeek: new Uint8Array(rows),
    minuteOfDay: new Uint16Array(rows),
    minutesSinceOpen: new Uint16Array(rows),
    minutesToClose: new Uint16Array(rows),
    inSession: new Uint8Array(rows),
  };
  const offset = zoneOffset(calendar.zone);
  const findSession = sessionFinder(calendar, TIMEFRAME_MS[timeframe] / MINUTE_MS);
  for (let row = 0; row < rows; row++) {
    const at = ts[row]!;
    const isDate = timeframe === "1d" && at % DAY_MS === 0;
    const localMinute = Math.floor((isDate ? at : at + offset(at)) / MINUTE_MS);
    const localDay = Math.floor(localMinute / DAY_MINUTES);
    const midnight = weekday(localDay) * DAY_MINUTES;
    const minute = midnight + localMinute - localDay * DAY_MINUTES;
    const session = isDate ? undefined : findSession(minute);
    const open = session?.open ?? midnight;
    const close = session?.close ?? midnight + DAY_MINUTES;
    const tradingDay = localDay + Math.floor((close - 1 - midnight) / DAY_MINUTES);
    columns.tradingDay[row] = tradingDay;
    columns.dayOfWeek[row] = weekday(tradingDay);
    columns.minuteOfDay[row] = minute - midnight;
    columns.minutesSinceOpen[row] = Math.max(0, minute - open);
    columns.minutesToClose[row] = close - minute;
    columns.inSession[row] = session ? 1 : 0;
  }
  return columns;
}

/**
 * Finds the session of a bar by the minute of the week at which it opens, or at which it ends: a bar on the hour may
 * begin before the session's open and yet hold its first minutes.
 */
function sessionFinder(
  calendar: SessionCalendar,
  barMinutes: number,
): (minute: number) => Session | undefined {
  const sessions = calendar.sessions.map(({ day, open, close }) => ({
    open: day * DAY_MINUTES + open,
    close: day * DAY_MINUTES + close,
  }));
  const table = new Int8Array(WEEK_MINUTES).fill(-1);
  sessions.forEach(({ open, close }, index) => {
    for (let minute = open; minute < close; minute++) table[minute % WEEK_MINUTES] = index;
  });
  return (minute) => {
    const end = minute + barMinutes - 1;
    const session = sessions[table[minute]!] ?? sessions[table[end % WEEK_MINUTES]!];
    if (!session) return undefined;
    // Across the end of the week the session is met in the week before or after the one it is written in.
    if (end < session.open) return shift(session, -WEEK_MINUTES);
    return minute >= session.close ? shift(session, WEEK_MINUTES) : session;
  };
}

const shift = ({ open, close }: Session, minutes: number): Session => ({
  open: open + minutes,
  close: close + minutes,
});
