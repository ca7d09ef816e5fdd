import * as z from "zod";
import { BAR_FIELDS, type BarField, type Bars } from "../../shared/market/bars.ts";
import type { Timeframe } from "../../shared/market/timeframe.ts";
import { canResample } from "../../shared/services/bars/resample.ts";
import { MAX_BARS_PER_CALL } from "../../shared/services/bars/write.ts";
import { BarColumnsAnswer } from "../../shared/wire/bars.ts";
import { MomentAnswer } from "../../shared/wire/moment.ts";
import {
  integerQuery,
  MomentQuerySchema,
  MomentSchema,
  SymbolSchema,
  TimeframeSchema,
} from "../../shared/wire/primitives.ts";

const prices = z.array(z.number()).max(MAX_BARS_PER_CALL);

const ColumnsSchema = z
  .strictObject({
    ts: z.array(MomentSchema).min(1).max(MAX_BARS_PER_CALL).describe("Opening times"),
    open: prices,
    high: prices,
    low: prices,
    close: prices,
    volume: prices.optional(),
  })
  .superRefine((columns, context) => {
    for (const field of BAR_FIELDS) {
      const length = columns[field]?.length ?? columns.ts.length;
      if (length === columns.ts.length) continue;
      context.addIssue({
        code: "custom",
        path: [field],
        message: `has ${length} values where ts has ${columns.ts.length}`,
      });
    }
  })
  .meta({ id: "BarColumns", description: "One array a field: the compact form" });

const RowSchema = z
  .strictObject({
    ts: MomentSchema,
    open: z.number(),
    high: z.number(),
    low: z.number(),
    close: z.number(),
    volume: z.number().optional(),
  })
  .meta({ id: "BarRow" });

const onConflict = z
  .enum(["skip", "replace"])
  .default("skip")
  .describe("What happens to a bar that is stored already with other values");

export const WriteBarsBody = z
  .strictObject({
    symbol: SymbolSchema,
    timeframe: TimeframeSchema,
    on_conflict: onConflict,
    bars: z.union([ColumnsSchema, z.array(RowSchema).min(1).max(MAX_BARS_PER_CALL)]),
  })
  .meta({
    id: "WriteBars",
    examples: [
      {
        symbol: "SYN-COIN",
        timeframe: "1d",
        bars: [{ ts: "2024-01-02T00:00:00Z", open: 100, high: 103, low: 99, close: 102, volume: 1_500 }],
      },
    ],
  });

export const WriteBarsAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    inserted: z.int(),
    replaced: z.int(),
    skipped: z.int(),
    gaps: z.int().describe("Gaps now between the first and the last bar sent, nights and weekends included"),
  })
  .meta({ id: "WriteBarsAnswer" });

const range = {
  symbol: SymbolSchema,
  timeframe: TimeframeSchema,
  from: MomentQuerySchema.optional(),
  to: MomentQuerySchema.optional().meta({ example: "2026-02-01T00:00:00Z" }),
};

const resampleFrom = TimeframeSchema.meta({
  example: "1m",
  description:
    "A lower timeframe, of which the wanted one is a whole multiple: the bars are made of its stored ones",
});

/** Refuses a source that the wanted bars cannot be made of. */
function refuseOddSource<
  Query extends { readonly timeframe: Timeframe; readonly resample_from?: Timeframe | undefined },
>({ timeframe, resample_from }: Query, context: z.RefinementCtx<Query>): void {
  if (resample_from === undefined || canResample(resample_from, timeframe)) return;
  const message = `${timeframe} bars cannot be made of ${resample_from} bars`;
  context.addIssue({ code: "custom", path: ["resample_from"], message });
}

export const ReadBarsQuery = z
  .strictObject({
    ...range,
    resample_from: resampleFrom.optional(),
    limit: integerQuery(1, 10_000, 500),
    cursor: MomentQuerySchema.optional().describe("`next_cursor` of the page before"),
  })
  .superRefine(refuseOddSource);

export const ResampleBarsBody = z
  .strictObject({
    symbol: SymbolSchema,
    timeframe: TimeframeSchema,
    resample_from: resampleFrom,
    from: MomentSchema.optional().describe("Bars that opened before are left out"),
    to: MomentSchema.optional().meta({ example: "2026-02-01T00:00:00Z" }),
    on_conflict: onConflict,
  })
  .superRefine(refuseOddSource)
  .meta({
    id: "ResampleBars",
    examples: [
      {
        symbol: "SYN-COIN",
        timeframe: "4h",
        resample_from: "1h",
        from: "2026-01-01T00:00:00Z",
        to: "2026-02-01T00:00:00Z",
      },
    ],
  });

export const ResampleBarsAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    inserted: z.int(),
    replaced: z.int(),
    skipped: z.int(),
    next_from: MomentAnswer.nullable().describe("Where the next call goes on; null when all are made"),
  })
  .meta({ id: "ResampleBarsAnswer" });

export const BarsAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    count: z.int(),
    bars: BarColumnsAnswer(),
    last_is_partial: z
      .boolean()
      .describe("The last bar was resampled and still forming at the close of the newest stored one"),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "Bars" });

export const ReadGapsQuery = z.strictObject({ ...range, limit: integerQuery(1, 1_000, 100) });

export const GapsAnswer = z
  .object({
    symbol: z.string(),
    timeframe: z.string(),
    gaps: z.array(
      z.object({
        from: MomentAnswer.describe("Opening time of the first missing bar"),
        to: MomentAnswer.describe("Opening time of the next bar present"),
        missing: z.int(),
      }),
    ),
  })
  .meta({ id: "Gaps" });

/** Either wire form as columns; a feed without volume counts as zero. */
export function toBars(wire: z.output<typeof WriteBarsBody>["bars"]): Bars {
  const column = (field: BarField): Float64Array =>
    Array.isArray(wire)
      ? Float64Array.from(wire, (row) => row[field] ?? 0)
      : Float64Array.from(wire[field] ?? new Float64Array(wire.ts.length));
  return {
    ts: column("ts"),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}

/** Where a value of row `index` stands in the request, in the form the caller used. */
export function pointerInto(
  wire: z.output<typeof WriteBarsBody>["bars"],
): (index: number, field: string) => string {
  return Array.isArray(wire)
    ? (index, field) => `/bars/${index}/${field}`
    : (index, field) => `/bars/${field}/${index}`;
}
