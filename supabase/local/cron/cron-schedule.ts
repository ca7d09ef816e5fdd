import { Cron } from "croner";

/** When a job runs: at certain minutes, every so many seconds, or once at the start. */
export type CronSchedule =
  | { kind: "minutes"; matches(at: Date): boolean }
  | { kind: "seconds"; everySeconds: number }
  | { kind: "reboot" };

const MINUTE_MS = 60_000;
/** Nicknames, as pg_cron writes them; croner knows the same ones. */
const NICKNAME = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;
/** Numbers, names of months and days, ranges, lists and steps: croner reads more than pg_cron does. */
const FIELD = /^(?:[\d*,/-]|[a-z]{3})+$/i;

/**
 * Reads a schedule as pg_cron does: five fields in UTC with names, ranges, lists, steps and `$` for the last day of a
 * month; `[1-59] seconds`; a nickname. Where both day of month and day of week are restricted, either is enough. Only a
 * step longer than its field, such as 90 minutes, is refused, which pg_cron takes.
 *
 * @throws Error `invalid schedule: ...`
 */
export function parseSchedule(text: string): CronSchedule {
  const seconds = /^([1-9]|[1-5]\d) seconds?$/.exec(text)?.[1];
  if (seconds) return { kind: "seconds", everySeconds: Number(seconds) };
  if (text === "@reboot") return { kind: "reboot" };
  const cron = NICKNAME.test(text) ? new Cron(text, { timezone: "UTC" }) : parseFields(text);
  return {
    kind: "minutes",
    matches: (at) => cron.match(new Date(at.getTime() - (at.getTime() % MINUTE_MS))),
  };
}

/** A `$` of pg_cron is an `L` of croner. */
function parseFields(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, dayOfMonth = "", month, dayOfWeek = ""] = fields;
  const plain = [minute, hour, dayOfMonth.replace("$", "1"), month, dayOfWeek];
  // To pg_cron a day that begins with a star is any day, also with a step behind it: then both have to fit.
  const domAndDow = dayOfMonth.startsWith("*") || dayOfWeek.startsWith("*");
  try {
    if (fields.length !== 5 || !plain.every((field) => FIELD.test(field ?? "")))
      throw new Error("unknown signs");
    return new Cron(text.replace("$", "L"), { timezone: "UTC", mode: "5-part", domAndDow });
  } catch (cause) {
    throw new Error(`invalid schedule: ${text}`, { cause });
  }
}
