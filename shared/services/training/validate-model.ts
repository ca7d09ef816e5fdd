import { BinaryReader, BinaryWriter } from "../../ml/binary.ts";
import { learnerOf } from "../../ml/learners.ts";
import { classPrior } from "../../ml/metrics/baselines.ts";
import { scoreHistory, summariseHistories } from "../../ml/training/cross-validation.ts";
import { prepareFold, readForecast, scoreNext, startFit, stepFit } from "./fit-fold.ts";
import type { Phase, PhaseContext } from "./phase.ts";
import { concatSamples, pickSamples, type Samples } from "./samples.ts";
import { readSamples } from "./training-rows.ts";
import type { TrainingSpec } from "./training-spec.ts";
import type { StateOf, TrainingState } from "./training-state.ts";
import { foldsOf, planValidation } from "./validation-plan.ts";

type Rows = Omit<StateOf<"prepare">, "phase" | "columns">;

/** With the parameters known: to the cross-validation where one is asked for, else to the training itself. */
export function afterSearch(rows: Rows, { validation }: TrainingSpec): TrainingState {
  return validation
    ? { ...rows, phase: "validate", forecasts: [], scores: [] }
    : { ...rows, phase: "prepare", columns: [] };
}

/**
 * One step of the cross-validation: prepares a fold's rows, takes its learner one step further, or asks it about some of the
 * rows that it is tested on. After the last fold the forecasts are put together to histories, and each of those is judged.
 */
export const validateModel: Phase<"validate"> = async (context, state) => {
  const { spec, artifacts } = context;
  const { fitting, current } = state;
  const params = learnerOf(spec.family).parseParams(spec.params);
  if (fitting && fitting.share < 1) return { ...state, fitting: await stepFit(context, fitting, params) };
  const samples = await readSamples(context, state.samples);
  if (state.forecasts.length === foldsOf(spec)) return await judgeHistory(context, state, samples);
  if (!fitting || !current) return await startFold(context, state, samples, params);
  const test = await artifacts.get(current.test, decodeRows);
  const scoring = { ...state, fitting, scored: current.runs };
  const run = await scoreNext(context, scoring, samples, test, params);
  if (run !== undefined) return { ...state, current: { ...current, runs: [...current.runs, run] } };
  const { fitting: _, current: _current, ...rest } = state;
  return { ...rest, forecasts: [...state.forecasts, current] };
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
    test: await context.artifacts.put(new BinaryWriter(ROWS_TAG).array(test).bytes()),
    prior: Array.from(classPrior(pickSamples(samples, train).labels)),
    runs: [],
  };
  return { ...state, current, fitting: await startFit(context, prepared, params) };
}

/** Judges the next history; after the last one, the training itself begins. */
async function judgeHistory(
  context: PhaseContext,
  state: StateOf<"validate">,
  samples: Samples,
): Promise<TrainingState> {
  const { spec, artifacts } = context;
  const { forecasts, scores: known, ...rows } = state;
  const { histories } = planValidation(samples, spec);
  const parts = await Promise.all(
    histories[known.length]!.map(async ({ fold, from, to }) => {
      const { test, prior, runs } = forecasts[fold]!;
      const said = await readForecast(context, runs);
      return {
        rows: pickSamples(samples, (await artifacts.get(test, decodeRows)).subarray(from, to)),
        probabilities: said.subarray(3 * from, 3 * to),
        prior: Float64Array.from(prior),
      };
    }),
  );
  const judged = concatSamples(parts.map((part) => part.rows));
  const costs = { symbols: spec.symbols.length, costPerTrade: spec.costPerTrade };
  const scores = [...known, scoreHistory(judged, parts, costs)];
  if (scores.length < histories.length) return { ...state, scores };
  const { scheme } = spec.validation!;
  const validation = summariseHistories({ scheme, folds: forecasts.length }, scores);
  return { ...rows, phase: "prepare", columns: [], validation };
}

const ROWS_TAG = "fold-rows-1";

function decodeRows(bytes: Uint8Array): Uint32Array {
  const reader = new BinaryReader(bytes, ROWS_TAG);
  const rows = reader.array(Uint32Array);
  reader.end();
  return rows;
}
