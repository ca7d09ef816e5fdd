import type { SessionCalendar } from "../../shared/market/instrument.ts";

export const MINUTES_PER_HOUR = 60;
export const MINUTE_MS = 60_000;
export const HOUR_MS = MINUTES_PER_HOUR * MINUTE_MS;
const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = 7 * HOURS_PER_DAY;
/** 1 January 1970 was a Thursday. */
const EPOCH_HOUR_OF_WEEK = 4 * HOURS_PER_DAY;

/** The hour of the day, UTC, of a time in epoch milliseconds. */
export const hourOfDay = (ts: number) => (ts / HOUR_MS) % HOURS_PER_DAY;

/** The whole hours that a market trades, by a calendar in UTC. */
export class TradingHours {
  readonly #open: Uint8Array;

  /** Throws a RangeError for a calendar in another zone or with sessions that begin or end within an hour. */
  constructor({ zone, sessions }: SessionCalendar) {
    if (zone !== "UTC") throw new RangeError(`synthetic markets trade by UTC, not ${zone}`);
    this.#open = new Uint8Array(HOURS_PER_WEEK).fill(sessions.length === 0 ? 1 : 0);
    for (const { day, open, close } of sessions) {
      if (open % MINUTES_PER_HOUR !== 0 || close % MINUTES_PER_HOUR !== 0)
        throw new RangeError("synthetic sessions are whole hours");
      for (let hour = open / MINUTES_PER_HOUR; hour < close / MINUTES_PER_HOUR; hour++)
        this.#open[(day * HOURS_PER_DAY + hour) % HOURS_PER_WEEK] = 1;
    }
  }

  isOpen(ts: number): boolean {
    return this.#open[(ts / HOUR_MS + EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK] === 1;
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
