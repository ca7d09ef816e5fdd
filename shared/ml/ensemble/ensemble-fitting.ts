import type { Fitting } from "../fitting.ts";
import { logisticFitting } from "../logistic/logistic-fitting.ts";
import { standardPreparation } from "../logistic/standard-preparation.ts";
import { type NestedFold, nestedFolds } from "../splits/nested-folds.ts";
import { type EnsembleData, pieceOfMember } from "./ensemble-data.ts";
import { decodeEnsembleState, type EnsembleState, encodeEnsembleState } from "./ensemble-state.ts";
import { foldDataset, foldFeatures } from "./fold-dataset.ts";
import type { FoldRows } from "./fold-rows.ts";
import { type Learners, sequenceLengthOf } from "./members.ts";
import type { EnsembleParams } from "./params.ts";
import { centred, METER, metaParams, metaRows } from "./stack.ts";

/** Share of the work that is done when all members are fitted. */
const MEMBERS_SHARE = 0.97;

/** Members fold by fold and then on all rows, one after another; after them the meta-learner. */
export function createEnsembleFitting(
  learners: Learners,
): Fitting<EnsembleParams, EnsembleData, EnsembleState> {
  /** The fit that the state is at: a fold's rows, or after the last fold all of them. */
  function preparedOf(data: EnsembleData, params: EnsembleParams, { member, fold }: EnsembleState): unknown {
    if (fold === params.folds) return read(data.members[member]);
    return remembered(data, `${member} ${fold} ${JSON.stringify(params)}`, () => {
      const foldRows = read(data.foldRows);
      const { train, stop } = foldsOf(foldRows, params)[fold]!;
      const own = params.members[member]!;
      const rows = Uint32Array.of(...train, ...stop);
      const fit = foldDataset(foldRows, rows, sequenceLengthOf(learners, own), train.length);
      return learners(own.family).preparation.prepare(fit, own.params);
    });
  }

  /** The next fit: of a member, or when all are fitted of what weighs them. */
  function begin(data: EnsembleData, params: EnsembleParams, state: EnsembleState): EnsembleState {
    if (state.member === params.members.length) {
      return {
        ...state,
        meta: logisticFitting.start(metaOf(data, params, state), metaParams(params.l2), state.seed),
      };
    }
    const { family, params: own } = params.members[state.member]!;
    const fitting = learners(family).fitting.start(
      preparedOf(data, params, state),
      own,
      state.seed + state.member,
    );
    return { ...state, fitting };
  }

  /** Goes on from a member that is fitted: to forecasts of the fold's test, and after those to the next fit. */
  function endFit(data: EnsembleData, params: EnsembleParams, state: EnsembleState): EnsembleState {
    const { member, fold, fitting } = state;
    if (fold < params.folds) return forecastRun(data, params, state);
    return { ...state, fitted: [...state.fitted, fitting], fold: 0, member: member + 1, fitting: undefined };
  }

  /** Forecasts as many of the fold's test rows as one step may ask a member about; after the last ones, the next fold begins. */
  function forecastRun(data: EnsembleData, params: EnsembleParams, state: EnsembleState): EnsembleState {
    const own = params.members[state.member]!;
    const { serving } = learners(own.family);
    const foldRows = read(data.foldRows);
    const { test } = foldsOf(foldRows, params)[state.fold]!;
    const runRows = serving.scoringRows(own.params, foldRows.featureNames.length);
    const rows = test.subarray(state.forecast, state.forecast + runRows);
    const features = foldFeatures(foldRows, rows, sequenceLengthOf(learners, own));
    const said = centred(serving.scores(own.params, state.fitting, features, rows.length));
    const outOfFold = noted(state.outOfFold, said, rows, state.member, params.members.length);
    const forecast = state.forecast + rows.length;
    if (forecast < test.length) return { ...state, outOfFold, forecast };
    return { ...state, outOfFold, forecast: 0, fold: state.fold + 1, fitting: undefined };
  }

  function progress(params: EnsembleParams, state: EnsembleState): number {
    const { member, fold, fitting, meta } = state;
    if (meta) {
      const share = logisticFitting.progress(metaParams(params.l2), meta);
      return share === 1 ? 1 : MEMBERS_SHARE + (1 - MEMBERS_SHARE) * share;
    }
    const { family, params: own } = params.members[member] ?? {};
    const share = family && fitting !== undefined ? learners(family).fitting.progress(own, fitting) : 0;
    const fits = member * (params.folds + 1) + fold + share;
    return (MEMBERS_SHARE * fits) / (params.members.length * (params.folds + 1));
  }

  function step(data: EnsembleData, params: EnsembleParams, state: EnsembleState): EnsembleState {
    if (progress(params, state) === 1) return state;
    if (state.meta) {
      const meta = logisticFitting.step(metaOf(data, params, state), metaParams(params.l2), state.meta);
      return { ...state, meta };
    }
    if (state.fitting === undefined) return begin(data, params, state);
    const { family, params: own } = params.members[state.member]!;
    const { fitting } = learners(family);
    if (fitting.progress(own, state.fitting) === 1) return endFit(data, params, state);
    return { ...state, fitting: fitting.step(preparedOf(data, params, state), own, state.fitting) };
  }

  return {
    start: ({ families, foldRows }, params, seed) => ({
      families,
      seed,
      member: 0,
      fold: 0,
      forecast: 0,
      fitting: undefined,
      fitted: [],
      outOfFold: new Float64Array(read(foldRows).rows * params.members.length * METER).fill(Number.NaN),
      meta: undefined,
    }),
    step,
    pieceOf: (params, { member, fold }) => (fold === params.folds ? pieceOfMember(member) : 0),
    progress,
    // Members differ in what an epoch is; these are the iterations of the meta-learner.
    epochs: ({ meta }) => logisticFitting.epochs(meta!),
    encode: (state) => encodeEnsembleState(learners, state),
    decode: (bytes) => decodeEnsembleState(learners, bytes),
  };
}

/** The forecasts with those of one member for some rows. */
function noted(
  outOfFold: Float64Array,
  said: Float64Array,
  rows: Uint32Array,
  member: number,
  members: number,
): Float64Array {
  const all = outOfFold.slice();
  rows.forEach((row, i) => {
    all.set(said.subarray(i * METER, (i + 1) * METER), (row * members + member) * METER);
  });
  return all;
}

const foldsOf = ({ times }: FoldRows, { folds }: EnsembleParams): NestedFold[] =>
  nestedFolds(times, folds, times.embargoMs);

/** A piece of the data that this step has been given. */
function read<T>(piece: T | undefined): T {
  if (piece === undefined) throw new RangeError("the step was given another piece of the data");
  return piece;
}

function metaOf(data: EnsembleData, { l2 }: EnsembleParams, { outOfFold }: EnsembleState) {
  return remembered(outOfFold, `${l2}`, () =>
    standardPreparation.prepare(metaRows(read(data.foldRows), outOfFold), metaParams(l2)),
  );
}

/** The form of the data for the fit under way; only a cache, made anew wherever the work goes on. */
const memory = new WeakMap<object, { readonly key: string; readonly value: unknown }>();

function remembered<T>(source: object, key: string, make: () => T): T {
  const known = memory.get(source);
  if (known?.key === key) return known.value as T;
  const value = make();
  memory.set(source, { key, value });
  return value;
}
