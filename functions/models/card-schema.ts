import * as z from "zod";
import type { ModelCard } from "../../shared/ml/card/model-card.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import { ModelSchema, toWire } from "./schema.ts";

const TRAINING_ENDS = ["split", "declared_by_uploader"] as const;

const share = z.number().min(0).max(1);
const interval = { value: z.number(), lower: z.number(), upper: z.number() };

const Bins = z.array(
  z.object({
    from: share,
    to: share,
    count: z.int(),
    stated: share.nullable().describe("Mean stated probability; null in an empty bin"),
    observed: share.nullable().describe("Share that came true"),
  }),
);

const Curve = z.array(z.object({ ts: z.int().describe("Epoch milliseconds"), equity: z.number() }));
const CalibrationSchema = z.object({ log_loss: z.number(), calibration_error: share });

const spread = z.object({
  mean: z.number(),
  deviation: z.number().nullable().describe("With n - 1; null of a single history"),
  least: z.number(),
  most: z.number(),
});

const ValidationSchema = z.object({
  scheme: z.enum(["walk_forward", "cpcv"]),
  folds: z.int().describe("Models that were fitted"),
  histories: z
    .array(
      z.object({
        rows: z.int(),
        from: z.int().describe("Epoch milliseconds"),
        to: z.int(),
        log_loss: z.number(),
        gain: z.number().describe("Log loss saved against the class prior, nats a row"),
        accuracy: share,
        sharpe: z.number().nullable().describe("Daily, after costs"),
      }),
    )
    .describe("One a fold of a walk-forward, one a path of a combinatorial cross-validation"),
  spread: z.object({ log_loss: spread, gain: spread, accuracy: spread, sharpe: spread.nullable() }),
});

const FindingsSchema = z
  .object({
    classes: z.array(z.string()),
    reliability: z
      .record(z.string(), Bins)
      .describe("Of the most probable class (`confidence`) and of each class"),
    confusion: z.array(z.array(z.int())).describe("Counts: confusion[came true][predicted]"),
    coverage: z
      .array(
        z.object({
          coverage: share,
          rows: z.int(),
          confidence: share.describe("Least confidence among them"),
          accuracy: share,
          lower: share,
          upper: share,
        }),
      )
      .describe("Accuracy of the most confident SELL and BUY signals"),
    equity: z.object({ model: Curve, always_long: Curve }),
    regimes: z.array(
      z.object({
        dimension: z.enum(["volatility", "trend"]),
        regime: z.string(),
        rows: z.int(),
        effective_sample_size: z.number(),
        accuracy: z.object(interval),
        prior_accuracy: share,
        log_loss: z.number(),
        prior_log_loss: z.number(),
        gain: z.number().describe("Log loss saved against the class prior, nats a row"),
      }),
    ),
    calibrations: z
      .object({
        none: CalibrationSchema,
        temperature: CalibrationSchema,
        vector: CalibrationSchema,
        isotonic: CalibrationSchema,
      })
      .nullable()
      .describe("Each fitted to the validation part and judged on the holdout; null of an uploaded model"),
    training_end: z
      .enum(TRAINING_ENDS)
      .describe(
        "Who says which rows the model had not seen. split: this platform, which kept them from the training. declared_by_uploader: `trained_until` of the upload, which nobody can check",
      ),
    importance: z
      .array(z.object({ feature: z.string(), ...interval }))
      .describe("Log loss that shuffling a feature adds, nats a row; the most important first"),
    importance_rows: z.int(),
    validation: ValidationSchema.nullish().describe(
      "A cross-validation of the training part, where asked for",
    ),
    search: z
      .object({ sharpe_ratios: z.array(z.number().nullable()) })
      .nullish()
      .describe("Daily Sharpe ratios of the search's trials; their variance deflates that of the model"),
  })
  .meta({ id: "ModelFindings" });

const CardLinksSchema = z
  .object({ url: z.url(), pictures: z.record(z.string(), z.url()).describe("SVG pictures by name") })
  .meta({ id: "ModelCardLinks" });

/** A model with the way to its card. */
export const ModelWithCardSchema = ModelSchema.extend({ card: CardLinksSchema }).meta({
  id: "ModelWithCard",
});

export const ModelCardSchema = ModelWithCardSchema.extend({ findings: FindingsSchema.nullable() }).meta({
  id: "ModelCard",
});

export function toCardWire(
  model: Model,
  card: ModelCard | undefined,
  links: z.output<typeof CardLinksSchema>,
): z.output<typeof ModelCardSchema> {
  return {
    ...toWire(model),
    card: links,
    findings: card ? toFindings(card) : null,
  };
}

/** Only what was trained here has scores to compare calibrations on: without them, the model came by upload. */
function toFindings(card: ModelCard): z.output<typeof FindingsSchema> {
  const training_end = card.calibrations ? "split" : "declared_by_uploader";
  return { ...(card as Omit<z.output<typeof FindingsSchema>, "training_end">), training_end };
}
