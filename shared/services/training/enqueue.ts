import { Failure } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { TIMEFRAME_MS, type Timeframe } from "../../market/timeframe.ts";
import type { GateThresholds } from "../../ml/gate/gate-thresholds.ts";
import type { LabelKind } from "../../ml/labels/label-spec.ts";
import { learnerOf } from "../../ml/learners.ts";
import { MAX_SEQUENCE_LENGTH } from "../../ml/networks/params.ts";
import type { Actor } from "../../ports/actor.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { EnqueueOutcome, JobStore } from "../../ports/job-store.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import { checkValidation } from "./folds/check-validation.ts";
import { modelVersionFor, universeOf } from "./model-names.ts";
import { ISOLATE_BARS, TRAINING_KIND, type TrainingSpec } from "./spec.ts";
import { checkSearch } from "./trial-params.ts";

export interface TrainingRequest {
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly horizonBars: number;
  readonly label: LabelKind;
  /** How far back a family that reads sequences looks, unless its params say so. */
  readonly lookbackBars?: number | undefined;
  /** Age at which a row counts half as much as the newest; all ages count the same when left out. */
  readonly halfLifeMs?: number;
  /** Trains even where a model was trained lately. */
  readonly forceRetrain: boolean;
  /** A name of its own for the model; else one is made from the scope and the time. */
  readonly modelVersion?: string;
  readonly family: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Looks for better parameters first; the given ones are kept. */
  readonly search?: TrainingSpec["search"] | undefined;
  /** Cross-validates on the training part. */
  readonly validation?: TrainingSpec["validation"] | undefined;
  readonly seed: number;
  /** Bars of all symbols together at most; as many as isolates alone get through when left out. */
  readonly maxBars?: number | undefined;
  /** Bars from this opening time on, epoch milliseconds; else the newest that fit. */
  readonly from?: number;
  /** Bars before this opening time, epoch milliseconds; else all that have closed. */
  readonly to?: number;
  readonly promote: TrainingSpec["promote"];
  /** -10..10, higher first. */
  readonly priority?: number;
  /** Milliseconds of computing that the job may take in all. */
  readonly cpuBudgetMs?: number;
  readonly requestedBy: Actor;
}

interface EnqueueDeps {
  readonly jobs: JobStore;
  readonly instruments: InstrumentStore;
  readonly models: Pick<ModelStore, "get">;
  readonly bars: Pick<BarStore, "read">;
  readonly featureSet: Pick<FeatureSet, "version">;
  readonly clock: Clock;
  /** Demands of the gate on the models that are trained here. */
  readonly gate: GateThresholds;
}

/** A model trained less than this ago is fresh: learning again would see nearly the same bars. */
const FRESH_MS = 7 * 86_400_000;
/** Two basis points for entry and exit together: a liquid market's spread. */
export const COST_PER_TRADE = 0.0002;

/**
 * Queues a training, unless one of the same scope is queued or running, or (without force) has succeeded lately.
 * @throws Failure unknown_symbol, invalid_request, not_enough_bars (a symbol has none), conflict (a model or an unfinished
 *   job has the model version)
 */
export async function enqueueTraining(deps: EnqueueDeps, request: TrainingRequest): Promise<EnqueueOutcome> {
  const now = deps.clock.now();
  const spec = specOf(request, deps, now);
  checkParams(spec);
  checkValidation(spec);
  await Promise.all(spec.symbols.map((symbol) => deps.instruments.get(symbol)));
  await assertBars(deps.bars, spec);
  if (request.modelVersion !== undefined && (await deps.models.get(request.modelVersion))) {
    throw new Failure("conflict", `There is a model ${request.modelVersion} already.`);
  }
  return await deps.jobs.enqueue({
    kind: TRAINING_KIND,
    scope: `${spec.universe} ${spec.timeframe} ${spec.horizonBars}`,
    spec,
    reserves: spec.modelVersion,
    priority: request.priority,
    cpuBudgetMs: request.cpuBudgetMs,
    requestedBy: request.requestedBy,
    ...(!request.forceRetrain && { freshSince: now - FRESH_MS }),
  });
}

/** A symbol without bars is refused at once; only labelling tells whether there are enough. */
async function assertBars(
  bars: EnqueueDeps["bars"],
  { symbols, timeframe, window }: TrainingSpec,
): Promise<void> {
  const range = { to: window.to, ...(window.from !== null && { from: window.from }) };
  const newest = await Promise.all(
    symbols.map((symbol) => bars.read({ symbol, timeframe, ...range, limit: 1, newestFirst: true })),
  );
  const without = symbols.filter((_, i) => newest[i]!.ts.length === 0);
  if (without.length === 0) return;
  const detail = `No ${timeframe} bars of ${without.join(", ")} are stored in the window to learn from.`;
  throw new Failure("not_enough_bars", detail);
}

function specOf(request: TrainingRequest, { featureSet, gate }: EnqueueDeps, now: number): TrainingSpec {
  const { timeframe, horizonBars } = request;
  const symbols = [...new Set(request.symbols)].sort();
  const universe = universeOf(symbols);
  const timeframeMs = TIMEFRAME_MS[timeframe];
  const lastClose = Math.floor(now / timeframeMs) * timeframeMs;
  return {
    symbols,
    universe,
    timeframe,
    horizonBars,
    label: request.label,
    halfLifeMs: request.halfLifeMs ?? null,
    modelVersion: request.modelVersion ?? modelVersionFor({ universe, timeframe, horizonBars }, now),
    family: request.family,
    params: paramsOf(request),
    search: request.search ?? null,
    validation: request.validation ?? null,
    seed: request.seed,
    featureSetVersion: featureSet.version,
    maxBars: request.maxBars ?? ISOLATE_BARS,
    window: { from: request.from ?? null, to: Math.min(request.to ?? lastClose, lastClose) },
    costPerTrade: COST_PER_TRADE,
    gate,
    promote: request.promote,
    requestedAt: now,
  };
}

function paramsOf({ family, params, lookbackBars }: TrainingRequest): TrainingSpec["params"] {
  const learner = learnerOf(family);
  const readsSequences = learner.sequenceLength(learner.parseParams({})) > 1;
  if (lookbackBars === undefined || !readsSequences) return params;
  return { sequenceLength: Math.min(lookbackBars, MAX_SEQUENCE_LENGTH), ...params };
}

/** The learner points into its parameters; the caller sent them as one member of a larger request. */
function checkParams(spec: Pick<TrainingSpec, "family" | "params" | "search">): void {
  try {
    learnerOf(spec.family).parseParams(spec.params);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const errors = error.errors.map(({ pointer, detail }) => ({ pointer: `/params${pointer}`, detail }));
    throw new Failure(error.code, error.detail, { errors });
  }
  if (spec.search) checkSearch(spec);
}
