import { CLASSES } from "../../../ml/learner.ts";
import { learnerOf } from "../../../ml/learners.ts";
import { mostProbable } from "../../../ml/metrics/classification.ts";
import { logLosses } from "../../../ml/metrics/log-loss.ts";
import { halvingRungs, lowest } from "../../../ml/search/halving.ts";
import { softmax } from "../../../ml/softmax.ts";
import { nonOverlappingTrades, tradingStatistics } from "../../../performance/trading-statistics.ts";
import { prepareFold, scoreNext, startFit, stepFit } from "../folds/fit-fold.ts";
import type { SearchState, TrialResult } from "../folds/fold-state.ts";
import { innerFolds, MAX_FOLD_ROWS, MIN_FOLD_ROWS, thinnedFold } from "../folds/inner-folds.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { pickSamples, type Samples } from "../rows/samples.ts";
import type { TrainingSpec } from "../spec.ts";
import type { StateOf, TrainingState } from "../state.ts";
import { trialParams } from "../trial-params.ts";
import { readRuns } from "./score.ts";
import { afterSearch } from "./validate.ts";

/** Test rows of a fold that a trial is evaluated on, spread evenly. */
const MAX_SCORED_ROWS = 2_048;

type Rows = Omit<StateOf<"prepare">, "phase" | "columns">;
type Options = NonNullable<TrainingSpec["search"]>;

const NOTHING_SHOWN: TrialResult = { loss: 0, weight: 0, sharpe: 0, sharpes: 0 };

export function startSearch(rows: Rows, { trials }: Options): StateOf<"search"> {
  const alive = Array.from({ length: trials }, (_, trial) => trial);
  return {
    ...rows,
    phase: "search",
    rung: 0,
    fold: 0,
    at: 0,
    alive,
    shown: alive.map(() => NOTHING_SHOWN),
    sharpes: alive.map(() => null),
    scored: [],
  };
}

/**
 * One step of the search: prepares a fold's rows, takes a trial one step of its learner further, asks one that is ready
 * about some test rows, or evaluates it. After a rung the better trials go on; each that does not is recorded, and in the
 * end those that were left.
 */
export const searchParams: Phase<"search"> = async (context, state) => {
  const { fitting } = state;
  const params = paramsOf(context.spec, state);
  if (fitting && fitting.share < 1) return { ...state, fitting: await stepFit(context, fitting, params) };
  const samples = await readSamples(context, state.samples);
  const fold = foldRows(samples, context.spec, state);
  if (!fitting) {
    const prepared = await prepareFold(context, state, samples, fold);
    return { ...state, fitting: await startFit(context, prepared, params) };
  }
  const rows = fold.test.filter((_, i) => i % Math.ceil(fold.test.length / MAX_SCORED_ROWS) === 0);
  const run = await scoreNext(context, { ...state, fitting }, samples, rows, params);
  if (run !== undefined) return { ...state, scored: [...state.scored, run] };
  const shown = state.shown.with(state.at, await evaluateTrial(context, state, samples, rows));
  return await goOn(context, { ...state, shown, scored: [] });
};

/** Share of the search's work that is done, where a rung takes as long as another. */
export function searchShare({ rung, fold, at, alive, fitting }: SearchState, options: Options): number {
  const ofFold = (at + (fitting?.share ?? 0)) / alive.length;
  return (rung + (fold + ofFold) / options.folds) / options.rungs;
}

function paramsOf(spec: TrainingSpec, { alive, at }: SearchState): unknown {
  return learnerOf(spec.family).parseParams(trialParams(spec)[alive[at]!]);
}

function foldRows(samples: Samples, spec: TrainingSpec, { rung, fold }: SearchState) {
  const { share } = halvingRungs(spec.search!)[rung]!;
  const inner = innerFolds(samples, spec, spec.search!.folds)[fold]!;
  return thinnedFold(inner, Math.round(share * Math.min(MAX_FOLD_ROWS, inner.train.length)), MIN_FOLD_ROWS);
}

async function evaluateTrial(
  context: PhaseContext,
  state: SearchState & { readonly scored: readonly string[] },
  samples: Samples,
  rows: Uint32Array,
): Promise<TrialResult> {
  const probabilities = softmax(await readRuns(context, state.scored), CLASSES.length);
  return added(state.shown[state.at]!, probabilities, pickSamples(samples, rows), context.spec);
}

function added(
  sum: TrialResult,
  probabilities: Float64Array,
  evaluated: Samples,
  spec: TrainingSpec,
): TrialResult {
  let { loss, weight } = sum;
  for (const [row, rowLoss] of logLosses(probabilities, evaluated.labels).entries()) {
    loss += evaluated.uniqueness[row]! * rowLoss;
    weight += evaluated.uniqueness[row]!;
  }
  const trades = nonOverlappingTrades(
    { ...evaluated, predicted: mostProbable(probabilities) },
    spec.costPerTrade,
  );
  const from = evaluated.decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = evaluated.resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
  const { daily } = tradingStatistics(trades, spec.symbols.length, from, to);
  return {
    loss,
    weight,
    sharpe: sum.sharpe + (daily?.sharpe ?? 0),
    sharpes: sum.sharpes + (daily ? 1 : 0),
  };
}

/** To the next trial, else the next fold, else the next rung, else to the training with what was found. */
async function goOn(context: PhaseContext, state: StateOf<"search">): Promise<TrainingState> {
  const { fitting, ...rest } = state;
  if (state.at + 1 < state.alive.length) {
    const next = { ...rest, at: state.at + 1 };
    const params = paramsOf(context.spec, next);
    return { ...next, fitting: await startFit(context, fitting!.prepared, params) };
  }
  if (state.fold + 1 < context.spec.search!.folds) return { ...rest, fold: state.fold + 1, at: 0 };
  return await endRung(context, rest);
}

async function endRung(context: PhaseContext, state: StateOf<"search">): Promise<TrainingState> {
  const { spec } = context;
  const next = halvingRungs(spec.search!)[state.rung + 1];
  const losses = state.shown.map(({ loss, weight }) => loss / weight);
  const winners = lowest(losses, next?.trials ?? 1);
  const ended = Array.from(state.alive.keys()).filter((at) => !next || !winners.includes(at));
  await recordTrials(context, state, ended);
  const sharpes = ended.reduce<SearchState["sharpes"]>(
    (all, at) => all.with(state.alive[at]!, sharpeOf(state.shown[at]!)),
    state.sharpes,
  );
  const alive = winners.map((at) => state.alive[at]!);
  if (next) {
    const shown = alive.map(() => NOTHING_SHOWN);
    return { ...state, rung: state.rung + 1, fold: 0, at: 0, alive, shown, sharpes };
  }
  const { series, samples, sealed, blocks } = state;
  const params = trialParams(spec)[alive[0]!]!;
  return afterSearch({ series, samples, sealed, blocks, params, trialSharpes: sharpes }, spec);
}

/** Mean over the folds that have one. */
function sharpeOf({ sharpe, sharpes }: TrialResult): number | null {
  return sharpes > 0 ? sharpe / sharpes : null;
}

/** Before anything follows from them, so that a job which is stopped leaves no trial uncounted. */
async function recordTrials(
  { deps, spec, jobId }: PhaseContext,
  state: SearchState,
  places: readonly number[],
) {
  const params = trialParams(spec);
  const learner = learnerOf(spec.family);
  const trials = places.map((at) => {
    const { loss, weight } = state.shown[at]!;
    return {
      trial: state.alive[at]!,
      family: learner.family,
      params: learner.parseParams(params[state.alive[at]!]),
      seed: spec.seed,
      logLoss: loss / weight,
      sharpe: sharpeOf(state.shown[at]!),
      metrics: { rung: state.rung, effective_rows: weight },
    };
  });
  const { universe, symbols, timeframe, horizonBars } = spec;
  await deps.trials.record({ jobId, universe, symbols, timeframe, horizonBars, trials });
}
