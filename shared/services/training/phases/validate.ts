import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";
import { type Calibration, calibratedProbabilities } from "../../../ml/calibration/calibration.ts";
import { scoreHistory, summariseHistories } from "../../../ml/evaluation/cross-validation.ts";
import { CLASSES } from "../../../ml/learner.ts";
import { classPrior } from "../../../ml/metrics/baselines.ts";
import { configuredLearner } from "../configured-learner.ts";
import { prepareFold, scoreNext, startFit, stepFit } from "../folds/fit-fold.ts";
import type { ForecastFold } from "../folds/fold-state.ts";
import { foldsOf, planValidation } from "../folds/validation-plan.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { concatSamples, pickSamples, type Samples } from "../rows/samples.ts";
import { concatRows } from "../rows/split-samples.ts";
import type { TrainingSpec } from "../spec.ts";
import type { StateOf, TrainingState } from "../state.ts";
import { calibrationOf } from "./calibrate.ts";
import { readRuns } from "./score.ts";

type Rows = Omit<StateOf<"prepare">, "phase" | "columns">;

/** With the parameters known: to the cross-validation where one is asked for, else to the training itself. */
export function afterSearch(rows: Rows, { validation }: TrainingSpec): TrainingState {
  return validation
    ? { ...rows, phase: "validate", forecasts: [], scores: [] }
    : { ...rows, phase: "prepare", columns: [] };
}

/**
 * One step of the cross-validation: prepares a fold's rows, takes its learner one step further, or asks it about some of the
 * rows that it is evaluated on. After the last fold the forecasts are put together to histories, and each of those is scored.
 */
export const validateModel: Phase<"validate"> = async (context, state) => {
  const { spec, artifacts } = context;
  const { fitting, current } = state;
  const { params } = configuredLearner(spec);
  if (fitting && fitting.share < 1) return { ...state, fitting: await stepFit(context, fitting, params) };
  const samples = await readSamples(context, state.samples);
  if (state.forecasts.length === foldsOf(spec)) return await scoreNextHistory(context, state, samples);
  if (!fitting || !current) return await startFold(context, state, samples, params);
  const { stop, test } = await artifacts.get(current.scoredRows, decodeScoredRows);
  const scoring = { ...state, fitting, scored: current.runs };
  const run = await scoreNext(context, scoring, samples, concatRows(stop, test), params);
  if (run !== undefined) return { ...state, current: { ...current, runs: [...current.runs, run] } };
  const { fitting: _, current: _current, ...rest } = state;
  const calibration = await calibrateFold(context, samples, current.runs, stop);
  return { ...rest, forecasts: [...state.forecasts, { ...current, calibration }] };
};

async function startFold(
  context: PhaseContext,
  state: StateOf<"validate">,
  samples: Samples,
  params: unknown,
): Promise<StateOf<"validate">> {
  const { train, stop, test } = planValidation(samples, context.spec).foldAt(state.forecasts.length);
  const prepared = await prepareFold(context, state, samples, { train, stop });
  const current = {
    scoredRows: await context.artifacts.put(
      new BinaryWriter(SCORED_ROWS_TAG).array(stop).array(test).bytes(),
    ),
    prior: Array.from(classPrior(pickSamples(samples, train).labels)),
    runs: [],
  };
  return { ...state, current, fitting: await startFit(context, prepared, params) };
}

/** As the training calibrates its model: on the rows that nothing was learned from but when to stop. */
async function calibrateFold(
  context: PhaseContext,
  samples: Samples,
  runs: readonly string[],
  stop: Uint32Array,
): Promise<Calibration> {
  const scores = await readRuns(context, runs);
  return calibrationOf(pickSamples(samples, stop), scores.subarray(0, stop.length * CLASSES.length));
}

/** Scores the next history; after the last one, the training itself begins. */
async function scoreNextHistory(
  context: PhaseContext,
  state: StateOf<"validate">,
  samples: Samples,
): Promise<TrainingState> {
  const { spec } = context;
  const { forecasts, scores: known, ...rows } = state;
  const { histories } = planValidation(samples, spec);
  const parts = await Promise.all(
    histories[known.length]!.map(({ fold, from, to }) =>
      readPart(context, samples, forecasts[fold]!, from, to),
    ),
  );
  const rowsOfHistory = concatSamples(parts.map((part) => part.rows));
  const costs = { symbols: spec.symbols.length, costPerTrade: spec.costPerTrade };
  const scores = [...known, scoreHistory(rowsOfHistory, parts, costs)];
  if (scores.length < histories.length) return { ...state, scores };
  const { scheme } = spec.validation!;
  const validation = summariseHistories({ scheme, folds: forecasts.length }, scores);
  return { ...rows, phase: "prepare", columns: [], validation };
}

/** The forecast of a fold's model for a run of its test rows. */
async function readPart(
  context: PhaseContext,
  samples: Samples,
  { scoredRows, prior, runs, calibration }: ForecastFold,
  from: number,
  to: number,
) {
  const { stop, test } = await context.artifacts.get(scoredRows, decodeScoredRows);
  const place = (row: number) => (stop.length + row) * CLASSES.length;
  const scores = (await readRuns(context, runs)).subarray(place(from), place(to));
  return {
    rows: pickSamples(samples, test.subarray(from, to)),
    probabilities: calibratedProbabilities(scores, calibration),
    prior: Float64Array.from(prior),
  };
}

const SCORED_ROWS_TAG = "scored-rows-1";

function decodeScoredRows(bytes: Uint8Array): { readonly stop: Uint32Array; readonly test: Uint32Array } {
  const reader = new BinaryReader(bytes, SCORED_ROWS_TAG);
  const stop = reader.array(Uint32Array);
  const test = reader.array(Uint32Array);
  reader.end();
  return { stop, test };
}
