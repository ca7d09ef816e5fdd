import { lag } from "../../indicators/kernel/lag.ts";
import { log } from "../../math/elementary.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import { cosOfTurn, sinOfTurn } from "../kernel/turn.ts";

const time = featuresOf("time");

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;
/** Mean length of a year and of a month in days: the phase of the season needs no more. */
const YEAR_DAYS = 365.2425;

/** All on the instrument's own clock: its zone, its daylight saving, its trading days. */
export const TIME_FEATURES: readonly FeatureDefinition[] = [
  time("hour_sin", 1, "Sine of the local time of day, midnight to midnight.", (inputs) => {
    const { minuteOfDay } = inputs.calendar;
    return inputs.each((i) => sinOfTurn(minuteOfDay[i]! / DAY_MINUTES));
  }),
  time("hour_cos", 1, "Cosine of the local time of day.", (inputs) => {
    const { minuteOfDay } = inputs.calendar;
    return inputs.each((i) => cosOfTurn(minuteOfDay[i]! / DAY_MINUTES));
  }),
  time("day_of_week", 1, "Trading day: 0 Sunday to 6 Saturday.", ({ calendar }) =>
    Float64Array.from(calendar.dayOfWeek),
  ),
  time("week_sin", 1, "Sine of the place in the week, by trading day.", (inputs) => {
    const { dayOfWeek } = inputs.calendar;
    return inputs.each((i) => sinOfTurn(dayOfWeek[i]! / 7));
  }),
  time("week_cos", 1, "Cosine of the place in the week, by trading day.", (inputs) => {
    const { dayOfWeek } = inputs.calendar;
    return inputs.each((i) => cosOfTurn(dayOfWeek[i]! / 7));
  }),
  time("session_progress", 1, "Share of the session that was over when the bar opened.", (inputs) => {
    const { minutesSinceOpen, minutesToClose } = inputs.calendar;
    return inputs.each((i) => minutesSinceOpen[i]! / (minutesSinceOpen[i]! + minutesToClose[i]!));
  }),
  time("session_edge", 1, "Minutes to the nearer end of the session over the session's length.", (inputs) => {
    const { minutesSinceOpen, minutesToClose } = inputs.calendar;
    return inputs.each(
      (i) => Math.min(minutesSinceOpen[i]!, minutesToClose[i]!) / (minutesSinceOpen[i]! + minutesToClose[i]!),
    );
  }),
  time("is_session_start", 2, "1 for the first bar of a trading day.", (inputs) => {
    const { tradingDay } = inputs.calendar;
    return inputs.each((i) => (i === 0 ? Number.NaN : tradingDay[i] === tradingDay[i - 1] ? 0 : 1));
  }),
  time("time_since_bar", 2, "Log of the hours since the bar before opened.", (inputs) => {
    const before = lag(inputs.bars.ts, 1);
    return inputs.each((i) => log((inputs.bars.ts[i]! - before[i]!) / 3_600_000));
  }),
  time("month_progress", 1, "Day of the trading day's month over 31.", (inputs) => {
    const { tradingDay } = inputs.calendar;
    return inputs.each((i) => dayOfMonth(tradingDay[i]!) / 31);
  }),
  time("year_sin", 1, "Sine of the season, by trading day.", (inputs) => {
    const { tradingDay } = inputs.calendar;
    return inputs.each((i) => sinOfTurn(tradingDay[i]! / YEAR_DAYS));
  }),
  time("year_cos", 1, "Cosine of the season, by trading day.", (inputs) => {
    const { tradingDay } = inputs.calendar;
    return inputs.each((i) => cosOfTurn(tradingDay[i]! / YEAR_DAYS));
  }),
];

const dayOfMonth = (day: number): number => new Date(day * DAY_MS).getUTCDate();
