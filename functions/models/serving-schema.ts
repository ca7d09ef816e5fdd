import * as z from "zod";
import type { ServingSpan } from "../../shared/ports/model-store.ts";
import { isoMoment, isoMomentOrNull, MomentAnswer } from "../../shared/wire/moment.ts";
import { MomentQuerySchema, SymbolSchema, TimeframeSchema } from "../../shared/wire/primitives.ts";
import { HorizonQuery } from "./schema.ts";

export const ServingQuerySchema = z.strictObject({
  symbol: SymbolSchema,
  timeframe: TimeframeSchema,
  horizon: HorizonQuery.optional(),
  at: MomentQuerySchema.optional().describe("Now when left out"),
});

const ShareSchema = z.object({
  version: z.string(),
  percent: z.number().min(0).max(100).describe("Share of the bars that it answered"),
});

export const ServingAnswer = z
  .object({
    universe: z.string(),
    timeframe: z.string(),
    horizon: z.int().describe("In bars"),
    active: ShareSchema,
    canary: ShareSchema.nullable(),
    act: z.string().describe("What this began with"),
    actor: z.string().describe("A user's id, a kind of key, or the automatism's name"),
    since: MomentAnswer,
    until: MomentAnswer.nullable().describe("Null: it still holds"),
  })
  .meta({ id: "Serving" });

export function toServing(span: ServingSpan): z.output<typeof ServingAnswer> {
  const { canary } = span;
  return {
    universe: span.universe,
    timeframe: span.timeframe,
    horizon: span.horizonBars,
    active: { version: span.activeVersion, percent: 100 - (canary?.percent ?? 0) },
    canary: canary ? { ...canary } : null,
    act: span.act,
    actor: span.actor,
    since: isoMoment(span.since),
    until: isoMomentOrNull(span.until),
  };
}
