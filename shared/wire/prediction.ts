import * as z from "zod";
import { HOLD_CODES, LEVEL_KINDS, POSITIONS, RECOMMENDATIONS } from "../decision/decide.ts";
import { MAX_POSITION_MULTIPLIER, RISK_LEVELS } from "../decision/risk.ts";
import { CLASSES } from "../ml/learner.ts";
import { MODEL_STATES } from "../ports/model-store.ts";
import { deferred } from "./deferred.ts";
import { MomentAnswer } from "./moment.ts";

/** A prediction as every function that makes one answers it. */
export const PredictionAnswer = deferred(() => {
  const share = z.number().min(0).max(1);
  const exitLevel = z.object({ price: z.number(), probability: share });
  const stopLevel = exitLevel.extend({
    trailing: z
      .number()
      .describe("Distance, in price units, that a trailing stop keeps from the best price since entry"),
  });
  const holdReason = z.object({
    code: z.enum(HOLD_CODES).describe("Stable; branch on this"),
    detail: z.string(),
  });
  const predictionSet = z.object({
    coverage: share.describe("Share of the outcomes that such sets are to contain"),
    classes: z.array(z.enum(CLASSES)),
  });

  const explanation = z
    .object({
      method: z
        .enum(["shapley", "occlusion"])
        .describe(
          "shapley: contributions and rest add up to score - base; occlusion: what taking a feature away changes",
        ),
      score: z.number().describe("ln(p_buy / p_sell)"),
      base: z.number().describe("The score at the training medians"),
      contributions: z
        .array(
          z.object({
            feature: z.string(),
            value: z.number().nullable(),
            reference: z.number().nullable().describe("Its training median"),
            contribution: z.number().describe("Above 0 towards BUY, below 0 towards SELL"),
          }),
        )
        .describe("The ten largest"),
      rest: z.number().describe("Sum of all the others"),
    })
    .meta({ id: "Explanation" });

  return z
    .object({
      id: z.uuid(),
      symbol: z.string(),
      timeframe: z.string(),
      horizon: z.int().describe("In bars"),
      direction: z.enum(CLASSES),
      reason: z.union([holdReason, z.null()]).describe("Why it is HOLD; null for BUY and SELL"),
      abstained: z.boolean().describe("The model was not listened to; `reason` says why"),
      position: z.enum(Object.values(POSITIONS)).describe("The direction in a trader's words"),
      probabilities: z.object({ sell: share, hold: share, buy: share }),
      prediction_set: z
        .union([predictionSet, z.null()])
        .describe("Conformal: the outcomes not ruled out; null for a model without thresholds"),
      confidence: share.describe("How far from the class prior to certainty"),
      signal_weight: z.number().min(-1).max(1).describe("buy - sell"),
      recommendation: z.enum(RECOMMENDATIONS),
      position_multiplier: z
        .number()
        .min(0)
        .max(MAX_POSITION_MULTIPLIER)
        .nullable()
        .describe(
          "Capped half Kelly; null for BUY and SELL between bounds: no exit limits what a stake loses, so there is no payoff to size it by",
        ),
      levels: z
        .enum(LEVEL_KINDS)
        .describe(
          "What targets and stops are. exits: barriers at which the position ends. bounds (fixed horizon): edges of the band in which a move counts as none; the position ends with the horizon, wherever the price is",
        ),
      targets: z.array(exitLevel),
      stops: z.array(stopLevel),
      risk: z.object({
        score: share.describe(
          "Probability that the stop is met first; of bounds: that the price ends beyond it",
        ),
        assessment: z.enum(RISK_LEVELS),
        loss_at_stop: z
          .number()
          .describe("Fraction of the price; of bounds the least of a loss, not the most"),
        expected_return: z
          .number()
          .describe("Fraction of the price, before costs; of bounds as if moves ended at them"),
      }),
      dissimilarity: z
        .number()
        .nullable()
        .describe(
          "Distance of the input from the training; above 1 the model abstains, null where it is not known",
        ),
      features_used: z.record(z.string(), z.number()),
      features_imputed: z.array(z.string()),
      explanation: explanation.optional().describe("Where `explain` asked for it"),
      model: z.object({
        version: z.string(),
        status: z.enum(MODEL_STATES),
        family: z.string(),
        universe: z.string(),
        feature_set_version: z.string(),
        runtime: z.string().describe("Which runtime ran it"),
      }),
      bar: z.object({
        ts: z.int().describe("Opening time of the newest closed bar, epoch milliseconds"),
        close: z.number(),
      }),
      predicted_at: MomentAnswer,
      latency_ms: z.number().describe("Making the prediction; writing the log is not in it"),
    })
    .meta({ id: "Prediction" });
});

/** One of many: its inputs are in the log. */
export const BriefPrediction = deferred(() =>
  PredictionAnswer().omit({ features_used: true }).meta({ id: "BriefPrediction" }),
);
