import { learnerOf } from "../../ml/learners.ts";
import { mostProbable } from "../../ml/metrics/classification.ts";
import { logLosses } from "../../ml/metrics/log-loss.ts";
import { nonOverlappingTrades, tradingStatistics } from "../../ml/metrics/trading-statistics.ts";
import { Random } from "../../ml/random.ts";
import { halvingRungs, lowest } from "../../ml/search/halving.ts";
import { drawParams, searchSpaceOf } from "../../ml/search/search-space.ts";
import { softmax } from "../../ml/softmax.ts";
import { readDataset } from "./fold-dataset.ts";
import { innerFolds, thinnedFold } from "./inner-folds.ts";
import type { Phase, PhaseContext } from "./phase.ts";
import { readFeatures } from "./sample-features.ts";
import { pickSamples, type Samples } from "./samples.ts";
import { readSamples } from "./training-rows.ts";
import type { TrainingSpec } from "./training-spec.ts";
import type { SearchState, StateOf, TrainingState, TrialResult } from "./training-state.ts";

/** Rows that a trial learns from at most: those of neighbouring bars tell the same story, and an isolate has two seconds. */
const MAX_ROWS = 8_192;
/** Fewer rows than this rank trials by chance. */
const MIN_ROWS = 500;
/** Test rows of a fold that are scored in one step. */
const MAX_SCORED_ROWS = 2_048;

type Rows = Omit<StateOf<"prepare">, "phase" | "columns">;
type Options = NonNullable<TrainingSpec["search"]>;

const NOTHING_SHOWN: TrialResult = { loss: 0, weight: 0, sharpe: 0, sharpes: 0 };

export function startSearch(rows: Rows, { trials }: Options): StateOf<"search"> {
  const alive = Array.from({ length: trials }, (_, trial) => trial);
  return { ...rows, phase: "search", rung: 0, fold: 0, at: 0, alive, shown: alive.map(() => NOTHING_SHOWN) };
}

/**
 * One step of the search: prepares a fold's rows, takes a trial one step of its learner further, or judges one that is
 * ready. After a rung the better trials go on; each that does not is recorded, and in the end those that were left.
 */
export const searchParams: Phase<"search"> = async (context, state) => {
  const { fitting } = state;
  if (!fitting) return { ...state, fitting: await prepareFold(context, state) };
  if (fitting.share < 1) return { ...state, fitting: await stepTrial(context, state, fitting) };
  const shown = state.shown.with(state.at, await judgeTrial(context, state, fitting));
  return await goOn(context, { ...state, shown });
};

/** Share of the search's work that is done, where a rung takes as long as another. */
export function searchShare({ rung, fold, at, alive, fitting }: SearchState, options: Options): number {
  const ofFold = (at + (fitting?.share ?? 0)) / alive.length;
  return (rung + (fold + ofFold) / options.folds) / options.rungs;
}

/** The parameters of each trial: the first is what training would take without a search, and given ones stay as given. */
export function trialParams({ family, params, seed, search }: TrainingSpec): Record<string, unknown>[] {
  const random = Random.seeded(seed);
  const space = searchSpaceOf(family)!;
  return Array.from({ length: search!.trials }, (_, trial) =>
    trial === 0 ? { ...params } : { ...drawParams(space, random), ...params },
  );
}

function paramsOf(spec: TrainingSpec, { alive, at }: SearchState): unknown {
  return learnerOf(spec.family).parseParams(trialParams(spec)[alive[at]!]);
}

function foldRows(samples: Samples, spec: TrainingSpec, { rung, fold }: SearchState) {
  const { share } = halvingRungs(spec.search!)[rung]!;
  const inner = innerFolds(samples, spec, spec.search!.folds)[fold]!;
  return thinnedFold(inner, Math.round(share * Math.min(MAX_ROWS, inner.train.length)), MIN_ROWS);
}

async function prepareFold(context: PhaseContext, state: StateOf<"search">) {
  const { spec, artifacts } = context;
  const learner = learnerOf(spec.family);
  const samples = await readSamples(context, state.samples);
  const { train, stop } = foldRows(samples, spec, state);
  const data = await readDataset(context, state, samples, { train, stop });
  const prepared = learner.prepare(data, learner.parseParams(spec.params));
  const key = await artifacts.put(learner.encodePrepared(prepared));
  return startTrial(spec, state, key, prepared);
}

function startTrial(spec: TrainingSpec, state: SearchState, key: string, prepared: unknown) {
  const learner = learnerOf(spec.family);
  const started = learner.start(prepared, paramsOf(spec, state), spec.seed);
  return { family: spec.family, prepared: key, learner: started, share: 0 };
}

async function stepTrial(
  { spec, artifacts }: PhaseContext,
  state: SearchState,
  fitting: NonNullable<SearchState["fitting"]>,
) {
  const learner = learnerOf(spec.family);
  const params = paramsOf(spec, state);
  const prepared = await artifacts.get(fitting.prepared, (bytes) => learner.decodePrepared(bytes));
  const learned = learner.step(prepared, params, fitting.learner);
  return { ...fitting, learner: learned, share: learner.progress(params, learned) };
}

async function judgeTrial(
  context: PhaseContext,
  state: StateOf<"search">,
  fitting: NonNullable<SearchState["fitting"]>,
): Promise<TrialResult> {
  const { spec } = context;
  const samples = await readSamples(context, state.samples);
  const { test } = foldRows(samples, spec, state);
  const rows = test.filter((_, i) => i % Math.ceil(test.length / MAX_SCORED_ROWS) === 0);
  const features = await readFeatures(context, state, samples, rows);
  const scores = learnerOf(spec.family).scores(paramsOf(spec, state), fitting.learner, features, rows.length);
  return added(state.shown[state.at]!, softmax(scores, 3), pickSamples(samples, rows), spec);
}

function added(
  sum: TrialResult,
  probabilities: Float64Array,
  judged: Samples,
  spec: TrainingSpec,
): TrialResult {
  let { loss, weight } = sum;
  for (const [row, rowLoss] of logLosses(probabilities, judged.labels).entries()) {
    loss += judged.uniqueness[row]! * rowLoss;
    weight += judged.uniqueness[row]!;
  }
  const trades = nonOverlappingTrades(
    { ...judged, predicted: mostProbable(probabilities) },
    spec.costPerTrade,
  );
  const from = judged.decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = judged.resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
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
  const { spec, artifacts } = context;
  const { fitting, ...rest } = state;
  if (state.at + 1 < state.alive.length) {
    const next = { ...rest, at: state.at + 1 };
    const learner = learnerOf(spec.family);
    const prepared = await artifacts.get(fitting!.prepared, (bytes) => learner.decodePrepared(bytes));
    return { ...next, fitting: startTrial(spec, next, fitting!.prepared, prepared) };
  }
  if (state.fold + 1 < spec.search!.folds) return { ...rest, fold: state.fold + 1, at: 0 };
  return await endRung(context, rest);
}

async function endRung(context: PhaseContext, state: StateOf<"search">): Promise<TrainingState> {
  const { spec } = context;
  const next = halvingRungs(spec.search!)[state.rung + 1];
  const losses = state.shown.map(({ loss, weight }) => loss / weight);
  const winners = lowest(losses, next?.trials ?? 1);
  const ended = Array.from(state.alive.keys()).filter((at) => !next || !winners.includes(at));
  await recordTrials(context, state, ended);
  const alive = winners.map((at) => state.alive[at]!);
  if (next) {
    const shown = alive.map(() => NOTHING_SHOWN);
    return { ...state, rung: state.rung + 1, fold: 0, at: 0, alive, shown };
  }
  const { rung: _, fold: _fold, at: _at, alive: _alive, shown: _shown, ...rows } = state;
  return { ...rows, phase: "prepare", columns: [], params: trialParams(spec)[alive[0]!]! };
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
    const { loss, weight, sharpe, sharpes } = state.shown[at]!;
    return {
      trial: state.alive[at]!,
      family: learner.family,
      params: learner.parseParams(params[state.alive[at]!]),
      seed: spec.seed,
      logLoss: loss / weight,
      sharpe: sharpes > 0 ? sharpe / sharpes : null,
      metrics: { rung: state.rung, effective_rows: weight },
    };
  });
  const { universe, symbols, timeframe, horizonBars } = spec;
  await deps.trials.record({ jobId, universe, symbols, timeframe, horizonBars, trials });
}
