/** When a job runs: at certain minutes, every so many seconds, or once at the start. */
export type CronSchedule =
  | { kind: "minutes"; matches(at: Date): boolean }
  | { kind: "seconds"; everySeconds: number }
  | { kind: "reboot" };

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAYS = "sun mon tue wed thu fri sat".split(" ");
const NICKNAMES: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/**
 * Reads a schedule as pg_cron does: five fields in UTC with names, ranges, lists, steps and `$` for the last day of a
 * month; `[1-59] seconds`; a nickname. Where both day of month and day of week are restricted, either is enough.
 *
 * @throws Error `invalid schedule: ...`
 */
export function parseSchedule(text: string): CronSchedule {
  const seconds = /^([1-9]|[1-5]\d) seconds?$/.exec(text)?.[1];
  if (seconds) return { kind: "seconds", everySeconds: Number(seconds) };
  if (text === "@reboot") return { kind: "reboot" };
  const fields = (NICKNAMES[text.toLowerCase()] ?? text).trim().toLowerCase().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (fields.length !== 5 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek) throw invalid(text);
  try {
    const minutes = valuesOf(minute, 0, 59);
    const hours = valuesOf(hour, 0, 23);
    const days = valuesOf(dayOfMonth.replace("$", "32"), 1, 32);
    const months = valuesOf(month, 1, 12, ["", ...MONTHS]);
    const weekdays = valuesOf(dayOfWeek, 0, 7, DAYS);
    if (weekdays.has(7)) weekdays.add(0);
    const isAnyDay = dayOfMonth.startsWith("*") || dayOfWeek.startsWith("*");
    return {
      kind: "minutes",
      matches(at) {
        const onDate = days.has(at.getUTCDate()) || (days.has(32) && isLastOfMonth(at));
        const onWeekday = weekdays.has(at.getUTCDay());
        return (
          minutes.has(at.getUTCMinutes()) &&
          hours.has(at.getUTCHours()) &&
          months.has(at.getUTCMonth() + 1) &&
          (isAnyDay ? onDate && onWeekday : onDate || onWeekday)
        );
      },
    };
  } catch {
    throw invalid(text);
  }
}

/** The values that a field names: `*`, `5`, `1-5`, `mon`, each with an optional `/step`, in a list by commas. */
function valuesOf(field: string, min: number, max: number, names: readonly string[] = []): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, range, step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (!range || Number(step) < 1) throw invalid(field);
    const [first, last] = range === "*" ? [min, max] : range.split("-").map((end) => numberOf(end, names));
    if (first === undefined || first < min || (last ?? first) > max) throw invalid(field);
    for (let value = first; value <= (last ?? first); value += Number(step)) values.add(value);
  }
  return values;
}

function numberOf(text: string, names: readonly string[]): number {
  const named = names.indexOf(text);
  if (named >= 0 && text) return named;
  if (!/^\d{1,2}$/.test(text)) throw invalid(text);
  return Number(text);
}

function isLastOfMonth(at: Date): boolean {
  return new Date(at.getTime() + 86_400_000).getUTCDate() === 1;
}

function invalid(text: string): Error {
  return new Error(`invalid schedule: ${text}`);
}
