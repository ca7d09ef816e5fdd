import { calendarColumns } from "../../shared/market/calendar.ts";
import type { SessionCalendar } from "../../shared/market/instrument.ts";

export const MINUTES_PER_HOUR = 60;
export const MINUTE_MS = 60_000;
export const HOUR_MS = MINUTES_PER_HOUR * MINUTE_MS;
const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = 7 * HOURS_PER_DAY;

/** The hour of the day, UTC, of a time in epoch milliseconds. */
export const hourOfDay = (ts: number) => (ts / HOUR_MS) % HOURS_PER_DAY;

/** The hours that a market trades, looked up in one week: its calendar must be in UTC, where all weeks are alike. */
export class TradingHours {
  /** The week from the epoch on, a Thursday. */
  readonly #open: Uint8Array;

  constructor(calendar: SessionCalendar) {
    if (calendar.zone !== "UTC") throw new RangeError(`synthetic markets trade by UTC, not ${calendar.zone}`);
    const week = Float64Array.from({ length: HOURS_PER_WEEK }, (_, hour) => hour * HOUR_MS);
    this.#open =
      calendar.sessions.length === 0
        ? new Uint8Array(HOURS_PER_WEEK).fill(1)
        : calendarColumns(week, "1h", calendar).inSession;
  }

  isOpen(ts: number): boolean {
    return this.#open[(ts / HOUR_MS) % HOURS_PER_WEEK] === 1;
  }

  /** The first trading hour that begins after `ts`, itself the beginning of an hour. */
  next(ts: number): number {
    let hour = ts + HOUR_MS;
    while (!this.isOpen(hour)) hour += HOUR_MS;
    return hour;
  }

  /** Number of trading hours that begin in `from` (inclusive) to `to` (exclusive). */
  count(from: number, to: number): number {
    let count = 0;
    for (let ts = from; ts < to; ts += HOUR_MS) if (this.isOpen(ts)) count++;
    return count;
  }
}
