import * as z from "zod";
import { WEIGHT_METHODS } from "../../shared/ports/weight-ledger.ts";
import type { OptimisedWeights, WeightEvidence } from "../../shared/services/indicators/optimise-weights.ts";
import { SymbolSchema, TimeframeSchema } from "../../shared/wire/primitives.ts";

const MAX_SYMBOLS = 8;
const DryRun = z.boolean().default(true).describe("Only show what would be moved, and by what evidence");

export const OptimiseWeightsBody = z
  .discriminatedUnion("method", [
    z.strictObject({
      method: z.literal("signals").describe("Votes against what the stored bars did after them"),
      symbols: z.array(SymbolSchema).min(1).max(MAX_SYMBOLS),
      timeframe: TimeframeSchema.prefault("1h"),
      horizon: z.int().min(4).max(500).default(12).describe("In bars"),
      bars: z.int().min(500).max(5_000).default(5_000).describe("Of each symbol, the newest"),
      dry_run: DryRun,
    }),
    z.strictObject({
      method: z.literal("trades").describe("Votes at entry against what trades came to"),
      days: z.int().min(1).max(3_650).default(365).describe("Trades opened in the last so many days"),
      dry_run: DryRun,
    }),
  ])
  .meta({
    id: "OptimiseWeights",
    examples: [{ method: "signals", symbols: ["SYN-COIN"], timeframe: "1h", bars: 1_000 }],
  });

export const OptimisedWeightsAnswer = z
  .object({
    method: z.enum(WEIGHT_METHODS),
    optimisation_id: z.uuid().nullable().describe("Under which it is recorded; null for a dry run"),
    samples: z.int(),
    effective_samples: z.number().describe("Overlapping outcomes counted for what they are worth"),
    weights: z.array(
      z.object({
        indicator_name: z.string(),
        weight_category: z.string(),
        previous_weight: z.number(),
        new_weight: z.number(),
        default_weight: z.number(),
        min_weight: z.number(),
        max_weight: z.number(),
        importance_rank: z.int(),
        samples: z.int(),
        effective_samples: z.number(),
        effect: z
          .number()
          .describe("What the penalised fit proved; 0: nothing, and the default weight stands"),
        performance: z.number().nullable().describe("Mean of vote times outcome, -1..1"),
      }),
    ),
  })
  .meta({ id: "OptimisedWeights" });

export function evidenceOf(body: z.output<typeof OptimiseWeightsBody>): WeightEvidence {
  if (body.method === "trades") return { method: "trades", days: body.days };
  const { method, symbols, timeframe, horizon, bars } = body;
  return { method, symbols: [...new Set(symbols)], timeframe, horizonBars: horizon, bars };
}

export function toOptimisedAnswer(
  method: WeightEvidence["method"],
  { optimisationId, samples, effectiveSamples, weights }: OptimisedWeights,
): z.output<typeof OptimisedWeightsAnswer> {
  return {
    method,
    optimisation_id: optimisationId,
    samples,
    effective_samples: effectiveSamples,
    weights: weights.map(({ current_weight, rank, ...weight }) => ({
      ...weight,
      previous_weight: current_weight,
      importance_rank: rank,
    })),
  };
}
