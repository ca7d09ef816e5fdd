import { rememberFor } from "../../async/remember-for.ts";
import { Failure, type FailurePointer } from "../../failure.ts";
import {
  computeFeatures,
  type FeatureMatrix,
  latestFeatures,
  lookbackOf,
} from "../../features/compute-features.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import type { Bars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { LabelSpec } from "../../ml/labels/label-spec.ts";
import { barrierDistances } from "../../ml/labels/triple-barrier.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FeatureStore } from "../../ports/feature-store.ts";
import type { ModelSessions } from "../../ports/model-sessions.ts";
import type { Model } from "../../ports/model-store.ts";
import type { NewestBar, ResolvedRequest } from "./predictor.ts";
import { createFeatureRecorder } from "./record.ts";

/** A bar as a model sees it. */
export interface BarView {
  /** Distance of the label's barriers as a fraction of the close. */
  readonly barrierDistance: number;
  /** Of each bar that the model looks at, oldest first, in the feature set's order; null where the bars do not tell. */
  readonly features: readonly (number | null)[];
}

/** One row of a model's input: the features of one bar, or of the bars of a sequence. */
export interface FeatureVector {
  /** In the feature set's order, bar after bar, oldest first; NaN where missing. */
  readonly values: Float32Array;
  /** Values of the newest bar by name as the model receives them (float32); null = missing. */
  readonly byName: Readonly<Record<string, number | null>>;
  /** Of a sequence: the values of the bars before the newest one, in the order of `values`; null = missing. */
  readonly window: readonly (number | null)[] | null;
  /** Features that are missing at any bar: the model's graph puts in what it learned for them. */
  readonly imputed: readonly string[];
}

/** A row for a model, and what it was made from. */
export interface ModelInput {
  readonly resolved: ResolvedRequest;
  readonly features: FeatureVector;
  readonly barrierDistance: number;
}

const VIEW_MEMORY_MS = 1_000;

export interface AssemblerDeps {
  readonly bars: BarStore;
  readonly featureSet: FeatureSet;
  readonly featureStore: FeatureStore;
  readonly sessions: ModelSessions;
  readonly clock: Clock;
  readonly background: (work: Promise<unknown>) => void;
}

/**
 * Makes the assembler of an isolate: it computes the features of a request's bar, keeps them in the feature store in the
 * background, and puts the caller's values over them. It throws Failure not_enough_bars, unknown_symbol,
 * invalid_request, unsupported_model or unavailable.
 */
export function createAssembler(deps: AssemblerDeps): (resolved: ResolvedRequest) => Promise<ModelInput> {
  const { featureSet } = deps;
  // Features cost milliseconds; questions about the same bar that differ in something else share them.
  const viewOf = rememberFor(deps.clock, VIEW_MEMORY_MS, (query: BarViewQuery) => readBarView(deps, query));
  const recordFeatures = createFeatureRecorder(deps.featureStore);

  return async function assemble(resolved) {
    const { request, instrument, model, bar } = resolved;
    const { timeframe, labelSpec } = model;
    const sequenceLength = await sequenceLengthOf(deps.sessions, model);
    const view = await viewOf({ instrument, timeframe, labelSpec, sequenceLength, bar });
    const recorded = recordFeatures({
      featureSetVersion: featureSet.version,
      symbol: instrument.symbol,
      timeframe,
      ts: bar.ts,
      features: view.features.slice(-featureSet.features.length),
    });
    deps.background(recorded);
    const features = assembleFeatures(featureSet, view.features, request.features);
    return { resolved, features, barrierDistance: view.barrierDistance };
  };
}

/** Bars that a model looks at, as its file says. */
async function sequenceLengthOf(sessions: ModelSessions, model: Model): Promise<number> {
  return await sessions.use(model, async ({ rowShape }) => (rowShape.length === 1 ? 1 : rowShape[0]!));
}

export interface BarViewQuery {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly labelSpec: LabelSpec;
  /** Bars that the model looks at: 1, or the length of its sequences. */
  readonly sequenceLength: number;
  readonly bar: NewestBar;
}

/** @throws Failure not_enough_bars, unknown_symbol */
export async function readBarView(
  deps: { readonly bars: BarStore; readonly featureSet: FeatureSet },
  query: BarViewQuery,
): Promise<BarView> {
  const { instrument, timeframe, labelSpec, sequenceLength, bar } = query;
  const limit = Math.max(lookbackOf(deps.featureSet) + sequenceLength - 1, labelSpec.volatilityWindow + 1);
  const { symbol } = instrument;
  // Up to that bar: a newer one may have come since.
  const bars = await deps.bars.read({ symbol, timeframe, to: bar.ts + 1, limit, newestFirst: true });
  const barrierDistance = newestDistance(bars, query);
  const features = featuresOf(bars, deps.featureSet, query);
  return { barrierDistance, features: Array.from(features, (value) => (Number.isNaN(value) ? null : value)) };
}

function newestDistance(
  { ts, close }: Bars,
  { instrument, timeframe, labelSpec, sequenceLength }: BarViewQuery,
): number {
  const needed = Math.max(labelSpec.volatilityWindow + 1, sequenceLength);
  if (ts.length < needed) {
    throw new Failure(
      "not_enough_bars",
      `${instrument.symbol} has ${ts.length} closed bars of ${timeframe}; ${needed} are needed.`,
    );
  }
  const distance = barrierDistances(close, labelSpec).at(-1)!;
  if (distance > 0) return distance;
  throw new Failure(
    "not_enough_bars",
    `${instrument.symbol} has not moved in its last ${needed} bars of ${timeframe}: there is no barrier to draw.`,
  );
}

/** The features of the newest bars, bar after bar. A young symbol has too few bars for some, which are missing. */
function featuresOf(
  bars: Bars,
  set: FeatureSet,
  { instrument, timeframe, sequenceLength }: BarViewQuery,
): ArrayLike<number> {
  return bars.ts.length < lookbackOf(set) + sequenceLength - 1
    ? newestRows(computeFeatures(bars, instrument, timeframe, set), sequenceLength)
    : latestFeatures(bars, instrument, timeframe, set, sequenceLength);
}

/** The last rows of a matrix, one after another. */
function newestRows({ rows, names, values }: FeatureMatrix, count: number): number[] {
  const width = names.length;
  return Array.from({ length: count * width }, (_, i) => {
    const row = rows - count + Math.floor(i / width);
    return values[(i % width) * rows + row]!;
  });
}

/**
 * Puts the caller's values over the computed ones of the newest bar.
 * @param computed of one bar or several, bar after bar
 * @throws Failure invalid_request for a name that the feature set does not have, or a value beyond float32
 */
export function assembleFeatures(
  { features }: Pick<FeatureSet, "features">,
  computed: readonly (number | null)[],
  given: Readonly<Record<string, number>>,
): FeatureVector {
  const names = features.map(({ name }) => name);
  refuseFaults(names, given);
  const bars = Math.max(1, Math.ceil(computed.length / names.length));
  const earlier = (bars - 1) * names.length;
  const values = Float32Array.from({ length: bars * names.length }, (_, i) =>
    unsigned(computed[i] ?? Number.NaN),
  );
  for (const [f, name] of names.entries()) {
    if (Object.hasOwn(given, name)) values[earlier + f] = unsigned(given[name]!);
  }
  const newest = values.subarray(earlier);
  return {
    values,
    byName: Object.fromEntries(names.map((name, f) => [name, Number.isNaN(newest[f]) ? null : newest[f]!])),
    window:
      earlier > 0
        ? Array.from(values.subarray(0, earlier), (value) => (Number.isNaN(value) ? null : value))
        : null,
    imputed: names.filter((_, f) => isMissingAnywhere(values, f, names.length)),
  };
}

/** JSON knows no -0: kept as 0, a prediction is made again from the log to the last bit. */
const unsigned = (value: number): number => value + 0;

function isMissingAnywhere(values: Float32Array, feature: number, width: number): boolean {
  for (let i = feature; i < values.length; i += width) if (Number.isNaN(values[i])) return true;
  return false;
}

function refuseFaults(names: readonly string[], given: Readonly<Record<string, number>>) {
  const known = new Set(names);
  const errors: FailurePointer[] = [];
  for (const [name, value] of Object.entries(given)) {
    const pointer = `/features/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!known.has(name)) errors.push({ pointer, detail: "is no feature of this set" });
    else if (!Number.isFinite(Math.fround(value))) errors.push({ pointer, detail: "is beyond float32" });
  }
  const [first] = errors;
  if (first)
    throw new Failure("invalid_request", `${first.pointer}: ${first.detail}`, {
      errors: errors.slice(0, 20),
    });
}
