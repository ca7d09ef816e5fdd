import * as z from "zod";
import { parseTimeframe, TIMEFRAME_CODES, TIMEFRAMES, type Timeframe } from "../market/timeframe.ts";

/** Values that several functions read and write in the same form. */

export const SymbolSchema = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9._:/-]{0,31}$/,
    "must be 1 to 32 of A-Z, 0-9 and . _ : / -, beginning with a letter or digit",
  )
  .meta({ example: "SYN-COIN" });

/** Both spellings, "1h" and "H1", become "1h". */
export const TimeframeSchema = z
  .string()
  .transform((text, context): Timeframe => {
    const timeframe = parseTimeframe(text);
    if (timeframe) return timeframe;
    context.addIssue(`must be one of ${TIMEFRAMES.join(" ")} or ${Object.keys(TIMEFRAME_CODES).join(" ")}`);
    return z.NEVER;
  })
  .meta({ type: "string", enum: [...TIMEFRAMES, ...Object.keys(TIMEFRAME_CODES)], example: "1h" });

// Named for the API's document, which would call either "ip".
export const Ipv4Schema = z.ipv4().meta({ format: "ipv4" });
export const Ipv6Schema = z.ipv6().meta({ format: "ipv6" });

/** Id of a stored row. The example is nobody's: what has it is not found. */
export const IdSchema = z.uuid().meta({ example: "00000000-0000-4000-8000-000000000000" });

/** Bars, or a duration that is a whole number of them: `parseHorizon` reads it once the timeframe is known. */
export const HorizonSchema = z.union([z.number(), z.string().max(16)]).meta({
  example: 12,
  description: 'In bars, or a duration such as "4h" that is a whole number of bars',
});

export const ModelVersionSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/, "must be 1 to 128 of letters, digits and . _ + -")
  .meta({ example: "demo-syn-coin-1h-12" });

const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** A moment as ISO 8601 with a zone, or as milliseconds since the epoch; becomes the latter. */
export const MomentSchema = z
  .union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
  .refine((ts) => ts >= EARLIEST_MS && ts < LATEST_MS, "must lie between 1900 and 2200")
  .meta({ type: "string", format: "date-time", example: "2026-01-01T00:00:00Z" });

/** The same in a query string, where every value is text. */
export const MomentQuerySchema = z
  .string()
  .transform((text) => (/^-?\d+$/.test(text) ? Number(text) : text))
  .pipe(MomentSchema)
  .meta({ type: "string", format: "date-time", example: "2026-01-01T00:00:00Z" });

/** A whole number in a query string. */
export function integerQuery(minimum: number, maximum: number, fallback: number) {
  return z.coerce.number().int().min(minimum).max(maximum).default(fallback);
}

/** Postgres stores neither control characters in JSON nor halves of characters. */
export function lineOfText(maximum: number) {
  // A refinement, because a pattern in the API's document knows no Unicode classes.
  return z
    .string()
    .max(maximum)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "must hold no control characters");
}

/** The same with line breaks and tabs. */
export function linesOfText(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine(
      (text) => !/(?![\n\r\t])[\p{Cc}\p{Cs}]/u.test(text),
      "must hold no control characters but line breaks and tabs",
    );
}
