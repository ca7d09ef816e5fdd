const DAY_MS = 86_400_000;
/** The epoch began on a Thursday; weeks begin on Monday. */
const EPOCH_WEEKDAY = 3;

/**
 * Number of the UTC day, week or month that a time falls in.
 * @param span 0 day, 1 week, 2 month
 */
export function calendarSpan(ts: number, span: number): number {
  const day = Math.floor(ts / DAY_MS);
  if (span === 0) return day;
  if (span === 1) return Math.floor((day + EPOCH_WEEKDAY) / 7);
  return monthOf(day);
}

/** Months since March of year 0, by the days of the proleptic Gregorian calendar (Hinnant's civil_from_days). */
function monthOf(day: number): number {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const year = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (era * 400 + year) * 12 + Math.floor((5 * dayOfYear + 2) / 153);
}
