import type { ClassProbabilities } from "../../decision/class-probabilities.ts";
import { type Abstention, decide } from "../../decision/decide.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { missedBars } from "../../market/missed-bars.ts";
import { dissimilarityOf } from "../../ml/applicability/applicability.ts";
import { predictionSet } from "../../ml/conformal/prediction-set.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Model } from "../../ports/model-store.ts";
import type { ModelInput } from "./assemble.ts";
import type { Inference } from "./infer.ts";
import { DEFAULT_COVERAGE, type ModelAnswer, type PredictionPolicy } from "./predictor.ts";

export interface DecisionDeps {
  readonly featureSet: Pick<FeatureSet, "features">;
  readonly policy: Pick<PredictionPolicy, "neutralBand" | "toleratedMissedBars">;
  readonly clock: Pick<Clock, "now">;
}

/** For a model that came without its class prior: nothing is known of it. */
const UNIFORM_PRIOR: ClassProbabilities = { sell: 1 / 3, hold: 1 / 3, buy: 1 / 3 };

/** Turns a model's probabilities into its answer: the decision, the outcomes not ruled out, and what both stand on. */
export function decideOn(
  deps: DecisionDeps,
  input: ModelInput,
  { probabilities, explanation, runtime }: Inference,
): ModelAnswer {
  const { resolved, features, barrierDistance } = input;
  const { request, model, instrument, bar } = resolved;
  const { applicability } = model;
  const newest = features.values.subarray(-deps.featureSet.features.length);
  const dissimilarity = applicability ? dissimilarityOf(newest, applicability) : null;
  return {
    decision: decide({
      probabilities,
      classPrior: model.classPrior ?? UNIFORM_PRIOR,
      price: bar.close,
      label: model.labelSpec.kind,
      barrierDistance,
      tickSize: instrument.tickSize,
      neutralBand: request.neutralBand ?? deps.policy.neutralBand,
      abstention: abstentionOf(deps, input, dissimilarity),
    }),
    barrierDistance,
    predictionSet: predictionSetOf(model, probabilities, request.coverage ?? DEFAULT_COVERAGE),
    dissimilarity,
    features: features.byName,
    window: features.window,
    imputed: features.imputed,
    explanation,
    runtime,
  };
}

/** The reason why nobody should listen to the model here; undefined where nothing speaks against it. */
function abstentionOf(
  { policy, clock }: DecisionDeps,
  { resolved: { model, instrument, bar }, features }: ModelInput,
  dissimilarity: number | null,
): Abstention | undefined {
  const { toleratedMissedBars } = policy;
  const { timeframe } = model;
  const missed = missedBars(bar.ts, clock.now(), timeframe, instrument.calendar, toleratedMissedBars + 1);
  if (missed > toleratedMissedBars) {
    const newest = new Date(bar.ts).toISOString();
    return {
      code: "stale_bars",
      detail: `More than ${toleratedMissedBars} bars of ${timeframe} should have closed since the newest one of ${newest}.`,
    };
  }
  const required = new Set(model.applicability?.required);
  const missing = features.imputed.filter((name) => required.has(name));
  if (missing.length > 0) {
    return {
      code: "required_feature_missing",
      detail: `The model never learned without ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? `, and ${missing.length - 5} more` : ""}.`,
    };
  }
  if (dissimilarity === null || dissimilarity <= 1) return undefined;
  return {
    code: "outside_training",
    detail: `The input is ${dissimilarity.toPrecision(3)} times as far from the training as the model can be trusted.`,
  };
}

function predictionSetOf(
  { conformal }: Model,
  { sell, hold, buy }: ClassProbabilities,
  coverage: number,
): ModelAnswer["predictionSet"] {
  const threshold = conformal.find((candidate) => candidate.coverage === coverage);
  return threshold ? { coverage, classes: predictionSet([sell, hold, buy], threshold.probability) } : null;
}
