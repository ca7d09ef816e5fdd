import type { ClassProbabilities } from "../../decision/class-probabilities.ts";
import { createSignal } from "../../decision/decide.ts";
import type { Abstention } from "../../decision/hold-reason.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import type { Instrument } from "../../market/instrument.ts";
import { missedBars } from "../../market/missed-bars.ts";
import { dissimilarityOf } from "../../ml/applicability/applicability.ts";
import { predictionSet } from "../../ml/conformal/prediction-set.ts";
import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { Model } from "../../ports/model-store.ts";
import type { PredictionRecord } from "../../ports/prediction-log.ts";
import type { BarView } from "./bar-view.ts";
import type { Explanation } from "./explain-row.ts";
import type { FeatureVector } from "./feature-vector.ts";
import type { NewestBar } from "./newest-bar.ts";
import type { Inference } from "./run-models.ts";

/** What a model makes of a bar: the same for everybody who asks the same. JSON, so that it can be cached. */
export interface Judgement
  extends Pick<
    PredictionRecord,
    "signal" | "barrierDistance" | "predictionSet" | "dissimilarity" | "features" | "window"
  > {
  readonly imputed: readonly string[];
  /** null where nobody asked. */
  readonly explanation: Explanation | null;
  readonly runtime: RuntimeName;
}

/** What a judgement is made from, but the model's answer. */
export interface Evidence {
  readonly model: Model;
  readonly instrument: Instrument;
  readonly bar: NewestBar;
  readonly view: BarView;
  readonly features: FeatureVector;
  readonly isExplained: boolean;
  readonly neutralBand: number;
  readonly coverage: number;
  readonly toleratedMissedBars: number;
  readonly now: number;
}

/** For a model that came without its class prior: nothing is known of it. */
const UNIFORM_PRIOR: ClassProbabilities = { sell: 1 / 3, hold: 1 / 3, buy: 1 / 3 };

export function judge(
  featureSet: Pick<FeatureSet, "features">,
  evidence: Evidence,
  { probabilities, explanation, runtime }: Inference,
): Judgement {
  const { model, instrument, bar, view, features, neutralBand } = evidence;
  const { applicability } = model;
  const newest = features.values.subarray(-featureSet.features.length);
  const dissimilarity = applicability ? dissimilarityOf(newest, applicability) : null;
  return {
    signal: createSignal({
      probabilities,
      classPrior: model.classPrior ?? UNIFORM_PRIOR,
      price: bar.close,
      label: model.labelSpec.kind,
      barrierDistance: view.barrierDistance,
      tickSize: instrument.tickSize,
      neutralBand,
      abstention: abstentionOf(evidence, dissimilarity),
    }),
    barrierDistance: view.barrierDistance,
    predictionSet: predictionSetOf(model, probabilities, evidence.coverage),
    dissimilarity,
    features: features.byName,
    window: features.window,
    imputed: features.imputed,
    explanation,
    runtime,
  };
}

/** Why nobody should listen to the model here; undefined where nothing speaks against it. */
function abstentionOf(evidence: Evidence, dissimilarity: number | null): Abstention | undefined {
  const { model, instrument, bar, features, toleratedMissedBars, now } = evidence;
  const { timeframe } = model;
  const missed = missedBars(bar.ts, now, timeframe, instrument.calendar, toleratedMissedBars + 1);
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
): Judgement["predictionSet"] {
  const threshold = conformal.find((candidate) => candidate.coverage === coverage);
  return threshold ? { coverage, classes: predictionSet([sell, hold, buy], threshold.probability) } : null;
}
