import type { Learner } from "../learner.ts";
import { logisticLearner } from "../logistic/logistic-learner.ts";
import { newestBars } from "../sequence-bars.ts";
import { type NestedFold, nestedFolds } from "../splits/nested-folds.ts";
import {
  decodeEnsembleData,
  type EnsembleData,
  encodeEnsembleData,
  joinColumns,
  longestSequence,
  pieceOfMember,
  prepareColumn,
} from "./ensemble-data.ts";
import { decodeEnsembleState, type EnsembleState, encodeEnsembleState } from "./ensemble-state.ts";
import { foldDataset, foldFeatures } from "./fold-dataset.ts";
import type { FoldRows } from "./fold-rows.ts";
import { type EnsembleParams, parseEnsembleParams } from "./params.ts";
import { centred, exportStack, METER, metaNames, metaParams, metaRows } from "./stack.ts";

type AnyLearner = Learner<unknown, unknown, unknown>;

/** Share of the work that is done when all members are fitted. */
const MEMBERS_SHARE = 0.97;

/**
 * A stacked ensemble (Wolpert 1992): members of several families, and a multinomial logistic regression over their
 * log-probabilities. The latter learns only from forecasts of rows that a member was not fitted to, made on purged and
 * embargoed walk-forward folds of the training rows; then each member is fitted to all of them. One step is one step of a
 * member or of the meta-learner, or what begins or ends a fit.
 */
export function createEnsembleLearner(
  learners: readonly AnyLearner[],
): Learner<EnsembleParams, EnsembleData, EnsembleState> {
  const of = (family: string) => learners.find((learner) => learner.family === family)!;
  const lengthOf = ({ family, params }: EnsembleParams["members"][number]) =>
    of(family).sequenceLength(params);
  const prepareOne = (
    values: Float32Array,
    training: number,
    params: EnsembleParams,
    bars: Float32Array = values,
    piece = 0,
  ) => prepareColumn(of, values, training, params, bars, piece);
  const pieces = ({ members }: EnsembleParams) => pieceOfMember(members.length);

  /** The fit that the state is at: a fold's rows, or after the last fold all of them. */
  function preparedOf(data: EnsembleData, params: EnsembleParams, { member, fold }: EnsembleState): unknown {
    if (fold === params.folds) return read(data.members[member]);
    return remembered(data, `${member} ${fold} ${JSON.stringify(params)}`, () => {
      const foldRows = read(data.foldRows);
      const { train, stop } = foldsOf(foldRows, params)[fold]!;
      const own = params.members[member]!;
      const rows = Uint32Array.of(...train, ...stop);
      const fit = foldDataset(foldRows, rows, lengthOf(own), train.length);
      return of(own.family).prepare(fit, own.params);
    });
  }

  /** The next fit: of a member, or when all are fitted of what weighs them. */
  function begin(data: EnsembleData, params: EnsembleParams, state: EnsembleState): EnsembleState {
    if (state.member === params.members.length) {
      return {
        ...state,
        meta: logisticLearner.start(metaOf(data, params, state), metaParams(params.l2), state.seed),
      };
    }
    const { family, params: own } = params.members[state.member]!;
    const fitting = of(family).start(preparedOf(data, params, state), own, state.seed + state.member);
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
    const learner = of(own.family);
    const foldRows = read(data.foldRows);
    const { test } = foldsOf(foldRows, params)[state.fold]!;
    const runRows = learner.scoringRows(own.params, foldRows.featureNames.length);
    const rows = test.subarray(state.forecast, state.forecast + runRows);
    const features = foldFeatures(foldRows, rows, lengthOf(own));
    const said = centred(learner.scores(own.params, state.fitting, features, rows.length));
    const outOfFold = noted(state.outOfFold, said, rows, state.member, params.members.length);
    const forecast = state.forecast + rows.length;
    if (forecast < test.length) return { ...state, outOfFold, forecast };
    return { ...state, outOfFold, forecast: 0, fold: state.fold + 1, fitting: undefined };
  }

  function progress(params: EnsembleParams, state: EnsembleState): number {
    const { member, fold, fitting, meta } = state;
    if (meta) {
      const share = logisticLearner.progress(metaParams(params.l2), meta);
      return share === 1 ? 1 : MEMBERS_SHARE + (1 - MEMBERS_SHARE) * share;
    }
    const { family, params: own } = params.members[member] ?? {};
    const share = family && fitting !== undefined ? of(family).progress(own, fitting) : 0;
    const fits = member * (params.folds + 1) + fold + share;
    return (MEMBERS_SHARE * fits) / (params.members.length * (params.folds + 1));
  }

  return {
    family: "ensemble",
    parseParams: (input) => parseEnsembleParams(input, learners),
    sequenceLength: (params) => longestSequence(of, params),
    scoringRows: ({ members }, features) =>
      Math.floor(
        Math.min(...members.map(({ family, params }) => of(family).scoringRows(params, features))) /
          members.length,
      ),
    pieces,
    pieceOf: (params, { member, fold }) => (fold === params.folds ? pieceOfMember(member) : 0),
    prepare: (data, params) => {
      const training = data.validationFrom ?? data.rows;
      const bars = data.features.length / data.featureNames.length;
      const features = data.featureNames.map((_, f) => {
        const column = data.features.subarray(f * bars, (f + 1) * bars);
        const values = data.rowBars ? Float32Array.from(data.rowBars, (bar) => column[bar]!) : column;
        return { column, values };
      });
      const made = Array.from({ length: pieces(params) }, (_, piece) => {
        const columns = features.map(({ column, values }) =>
          prepareOne(values, training, params, column, piece),
        );
        return joinColumns(of, data, columns, params, piece);
      });
      return { ...made[0]!, members: params.members.map((_, m) => made[pieceOfMember(m)]!.members[m]) };
    },
    prepareColumn: prepareOne,
    joinColumns: (rows, columns, params, piece = 0) => joinColumns(of, rows, columns, params, piece),
    encodePrepared: (data) => encodeEnsembleData(of, data),
    decodePrepared: (bytes) => decodeEnsembleData(of, bytes),

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

    step(data, params, state) {
      if (progress(params, state) === 1) return state;
      if (state.meta) {
        const meta = logisticLearner.step(metaOf(data, params, state), metaParams(params.l2), state.meta);
        return { ...state, meta };
      }
      if (state.fitting === undefined) return begin(data, params, state);
      const { family, params: own } = params.members[state.member]!;
      const learner = of(family);
      if (learner.progress(own, state.fitting) === 1) return endFit(data, params, state);
      return { ...state, fitting: learner.step(preparedOf(data, params, state), own, state.fitting) };
    },

    progress,
    // Members differ in what an epoch is; these are the iterations of what weighs them.
    epochs: ({ meta }) => logisticLearner.epochs(meta!),
    encodeState: (state) => encodeEnsembleState(of, state),
    decodeState: (bytes) => decodeEnsembleState(of, bytes),

    scores(params, { fitted, meta }, features, rows) {
      const forecasts = new Float32Array(params.members.length * METER * rows);
      const length = longestSequence(of, params);
      for (const [m, member] of params.members.entries()) {
        const shown = newestBars(features, length, lengthOf(member));
        const forecast = centred(of(member.family).scores(member.params, fitted[m], shown, rows));
        forecast.forEach((value, i) => {
          forecasts[(m * METER + (i % METER)) * rows + Math.floor(i / METER)] = value;
        });
      }
      return logisticLearner.scores(metaParams(params.l2), meta!, forecasts, rows);
    },

    export: (params, { fitted, meta }, featureNames) =>
      exportStack(
        params.members.map(({ family, params: own }, m) => of(family).export(own, fitted[m], featureNames)),
        logisticLearner.export(metaParams(params.l2), meta!, metaNames(params.members.length)),
        longestSequence(of, params),
        featureNames.length,
      ),
  };
}

/** The forecasts with what one member says of some rows. */
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
    logisticLearner.prepare(metaRows(read(data.foldRows), outOfFold), metaParams(l2)),
  );
}

/** What is made of the data for the fit under way; only a cache, made anew wherever the work goes on. */
const memory = new WeakMap<object, { readonly key: string; readonly value: unknown }>();

function remembered<T>(source: object, key: string, make: () => T): T {
  const known = memory.get(source);
  if (known?.key === key) return known.value as T;
  const value = make();
  memory.set(source, { key, value });
  return value;
}
