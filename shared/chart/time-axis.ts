import { zoneOffset } from "../market/zone-offset.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const MONDAY_MS = 4 * DAY_MS;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export interface TimeTick {
  /** The bar it stands at. */
  readonly index: number;
  readonly label: string;
  /** True where a new day (month, year) begins. */
  readonly isMajor: boolean;
}

/** The zone's wall clock, as a time whose UTC fields read like it. Daily bars stamped midnight UTC mean that date. */
export function wallClock(zone: string, isDaily: boolean): (ts: number) => Date {
  const offset = zoneOffset(zone);
  return (ts) => new Date(isDaily && ts % DAY_MS === 0 ? ts : ts + offset(ts));
}

/** Which period a wall-clock time lies in; a tick stands where the period changes. */
type Period = (time: Date) => number;
const every =
  (lengthMs: number): Period =>
  (time) =>
    Math.floor(time.getTime() / lengthMs);
const months =
  (count: number): Period =>
  (time) =>
    Math.floor((time.getUTCFullYear() * 12 + time.getUTCMonth()) / count);

const INTRADAY = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((minutes) =>
  every(minutes * MINUTE_MS),
);
const DAILY: readonly Period[] = [
  every(DAY_MS),
  every(2 * DAY_MS),
  (time) => Math.floor((time.getTime() - MONDAY_MS) / (7 * DAY_MS)),
];
const MONTHLY = [1, 3, 6, 12, 24, 60, 120].map(months);
const PERIODS = [...INTRADAY, ...DAILY, ...MONTHLY];

/**
 * Ticks at the bars where a round period begins (an hour, a day, a month): the shortest period that gives at most
 * `count` of them, and none closer than `gap` bars to the one before.
 */
export function timeTicks(times: readonly Date[], count: number, gap: number): TimeTick[] {
  const starts = PERIODS.map((period) => ({ period, indices: changes(times, period) }));
  const chosen = starts.find(({ indices }) => indices.length <= count) ?? starts.at(-1)!;
  const name = INTRADAY.includes(chosen.period)
    ? intradayLabel
    : MONTHLY.includes(chosen.period)
      ? monthLabel
      : dayLabel;
  const ticks: TimeTick[] = [];
  for (const index of chosen.indices) {
    const last = ticks.at(-1)?.index;
    if (last !== undefined && index - last < gap) continue;
    ticks.push({ index, ...name(times[index]!, times[last ?? index - 1]!) });
  }
  return ticks;
}

function changes(times: readonly Date[], period: Period): number[] {
  const indices: number[] = [];
  for (let i = 1; i < times.length; i++) {
    if (period(times[i]!) !== period(times[i - 1]!)) indices.push(i);
  }
  return indices;
}

type Label = Omit<TimeTick, "index">;

function intradayLabel(time: Date, last: Date): Label {
  const isMajor = every(DAY_MS)(time) !== every(DAY_MS)(last);
  return { isMajor, label: isMajor ? dayAndMonth(time) : time.toISOString().slice(11, 16) };
}

function dayLabel(time: Date, last: Date): Label {
  if (time.getUTCFullYear() !== last.getUTCFullYear()) {
    return { isMajor: true, label: String(time.getUTCFullYear()) };
  }
  return {
    isMajor: time.getUTCMonth() !== last.getUTCMonth(),
    label: dayAndMonth(time),
  };
}

function monthLabel(time: Date, last: Date): Label {
  const isMajor = time.getUTCFullYear() !== last.getUTCFullYear();
  return { isMajor, label: isMajor ? String(time.getUTCFullYear()) : MONTHS[time.getUTCMonth()]! };
}

function dayAndMonth(time: Date): string {
  return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]}`;
}
