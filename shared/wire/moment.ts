import * as z from "zod";

/** A moment in an answer: ISO 8601 in UTC, with `Z`. */
export const MomentAnswer = z.iso.datetime().meta({ pattern: "Z$", example: "2026-01-15T12:00:00.000Z" });

/** As Postgres writes a moment into JSON, in the time zone UTC. */
const POSTGRES_MOMENT = /^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)$/;

/**
 * The one form in which moments are answered.
 * @param moment epoch milliseconds; or as Postgres writes it, whose microseconds are kept: cursors need them
 */
export function isoMoment(moment: number | string): string {
  if (typeof moment === "number") return new Date(moment).toISOString();
  return POSTGRES_MOMENT.test(moment) ? moment.replace("+00:00", "Z") : new Date(moment).toISOString();
}

/** The same, null where there is none. */
export function isoMomentOrNull(moment: number | string | undefined): string | null {
  return moment === undefined ? null : isoMoment(moment);
}

/** A stored row, such as the audit log keeps, with its moments in that form at any depth. */
export function withIsoMoments(row: unknown): unknown {
  if (typeof row === "string") return POSTGRES_MOMENT.test(row) ? isoMoment(row) : row;
  if (Array.isArray(row)) return row.map(withIsoMoments);
  if (row === null || typeof row !== "object") return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, withIsoMoments(value)]));
}
