import type { FeatureSet } from "../../../features/feature-set.ts";
import type { ColumnDistribution } from "../../../ml/column-distribution.ts";
import type { HoldoutReport } from "../../../ml/evaluation/holdout-report.ts";
import { learnerOf } from "../../../ml/learners.ts";
import { classPrior } from "../../../ml/metrics/baselines.ts";
import type { Actor } from "../../../ports/actor.ts";
import type { ModelFigures } from "../../../ports/model-registry.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { pickSamples, type Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import { measureServingFacts } from "../serving-facts.ts";
import type { StateOf, TrainingResult } from "../state.ts";
import { ranked } from "./explain.ts";
import { labelSpecOf } from "./label.ts";
import { readDistributions } from "./prepare.ts";

const ACTOR: Actor = { kind: "system", id: "training" };

/** Enters the model into the registry; one that passed may serve at once where nothing does. */
export const registerModel: Phase<"register"> = async (context, state) => {
  const { deps, spec, jobId } = context;
  const { gate, ...metrics } = state.report;
  const { family, params } = configuredLearner(spec);
  const { trainingRows, validationRows, trainingWindow, holdoutWindow, prior } = await partsOf(
    context,
    state,
  );
  const distributions = await readDistributions(
    context,
    state.columns.map(([first]) => first!),
  );
  const { conformal, applicability } = await measureServingFacts(context, state, distributions);
  const importance = ranked(state.importance);
  await deps.registry.register({
    version: spec.modelVersion,
    status: gate.passed ? "candidate" : "rejected",
    universe: spec.universe,
    symbols: spec.symbols,
    timeframe: spec.timeframe,
    horizonBars: spec.horizonBars,
    family,
    params,
    seed: spec.seed,
    jobId,
    featureSet: { version: deps.featureSet.version, definition: definitionOf(deps.featureSet) },
    labelSpec: labelSpecOf(spec),
    trainingWindow,
    holdoutWindow,
    trainingRows,
    validationRows,
    file: state.file,
    metrics: { ...metrics, log_loss: metrics.model.log_loss.value },
    gate,
    calibration: { ...state.calibration, conformal },
    baselines: {
      classPrior: Array.from(prior),
      features: featureBaselines(deps.featureSet, distributions),
      applicability,
    },
    figures: figuresOf(state.report),
    card: { ...state.card, importance, importance_rows: state.importanceRows },
    epochs: await epochsOf(context, state),
    trainingMs: deps.clock.now() - spec.requestedAt,
  });
  return {
    phase: "done",
    result: {
      model_version: spec.modelVersion,
      model_status: await serveIfFirst(context, gate.passed),
      onnx_sha256: state.file.sha256,
      report: state.report,
    },
  };
};

/** A model that passed the gate serves at once where there is none; one that serves is only replaced by an operator. */
async function serveIfFirst(
  { deps, spec }: PhaseContext,
  passed: boolean,
): Promise<TrainingResult["model_status"]> {
  if (!passed) return "rejected";
  const { universe, timeframe, horizonBars } = spec;
  const [serving] = await deps.models.list({ universe, timeframe, horizonBars, state: "active", limit: 1 });
  const mayServe = spec.promote === "if_passed" && (!serving || serving.version === spec.modelVersion);
  if (!mayServe) return "candidate";
  await deps.models.promote(spec.modelVersion, ACTOR);
  return "active";
}

async function partsOf(context: PhaseContext, state: StateOf<"register">) {
  const samples = await readSamples(context, state.samples);
  const { train, validation, holdout } = splitSamples(samples, context.spec);
  const learnt = pickSamples(samples, train);
  const stopped = pickSamples(samples, validation);
  return {
    trainingRows: train.length,
    validationRows: validation.length,
    trainingWindow: { from: isoTime(earliest(learnt)), to: isoTime(latest(stopped)) },
    // One millisecond more: the end of a window does not belong to it, the last decision does.
    holdoutWindow: { from: isoTime(holdout.from), to: isoTime(holdout.to + 1) },
    prior: classPrior(learnt.labels),
  };
}

/** The histograms of training by the names of their features. */
export function featureBaselines({ features }: FeatureSet, distributions: readonly ColumnDistribution[]) {
  return Object.fromEntries(features.map(({ name }, f) => [name, distributions[f]!.histogram]));
}

async function epochsOf({ spec, artifacts }: PhaseContext, { fitted }: StateOf<"register">) {
  const { fitting } = learnerOf(spec.family);
  return fitting.epochs(await artifacts.get(fitted, fitting.decode));
}

export function figuresOf({ model, classes, macro, trading }: HoldoutReport): ModelFigures {
  const { BUY, SELL } = classes;
  return {
    accuracy: model.accuracy.value,
    precisionBuy: BUY!.precision,
    precisionSell: SELL!.precision,
    recallBuy: BUY!.recall,
    recallSell: SELL!.recall,
    f1: macro.f1,
    winRate: trading.win_rate,
    averageReturn: trading.average_return,
    profitFactor: trading.profit_factor,
    maxDrawdown: trading.max_drawdown,
    sharpe: trading.sharpe,
    sortino: trading.sortino,
    calmar: trading.calmar,
  };
}

/** The features, as a feature set is registered with them. */
export function definitionOf({ features }: FeatureSet) {
  return features.map(({ name, category, doc, lookback }) => ({ name, category, doc, lookback }));
}

const earliest = ({ decidedAt }: Samples) =>
  decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
const latest = ({ resolvedAt }: Samples) =>
  resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
const isoTime = (ts: number) => new Date(ts).toISOString();
