import { learnerOf } from "../../ml/learners.ts";
import { classPrior } from "../../ml/metrics/baselines.ts";
import {
  scoreHistory,
  summariseHistories,
  type ValidationFindings,
} from "../../ml/training/cross-validation.ts";
import { prepareFold, readForecast, scoreNext, startFit, stepFit } from "./fit-fold.ts";
import type { Phase, PhaseContext } from "./phase.ts";
import { concatSamples, pickSamples, type Samples } from "./samples.ts";
import { readSamples } from "./training-rows.ts";
import type { TrainingSpec } from "./training-spec.ts";
import type { StateOf, TrainingState } from "./training-state.ts";
import { planValidation, type ValidationPlan } from "./validation-plan.ts";

type Rows = Omit<StateOf<"prepare">, "phase" | "columns">;

/** With the parameters known: to the cross-validation where one is asked for, else to the training itself. */
export function afterSearch(rows: Rows, { validation }: TrainingSpec): TrainingState {
  return validation
    ? { ...rows, phase: "validate", fold: 0, scored: [], forecasts: [] }
    : { ...rows, phase: "prepare", columns: [] };
}

/**
 * One step of the cross-validation: prepares a fold's rows, takes its learner one step further, or asks it about some of the
 * rows that it is tested on. After the last fold the forecasts are put together to histories, and those are judged.
 */
export const validateModel: Phase<"validate"> = async (context, state) => {
  const { spec } = context;
  const { fitting } = state;
  const params = learnerOf(spec.family).parseParams(spec.params);
  if (fitting && fitting.share < 1) return { ...state, fitting: await stepFit(context, fitting, params) };
  const samples = await readSamples(context, state.samples);
  const plan = planValidation(samples, spec);
  const fold = plan.folds[state.fold]!;
  if (!fitting) {
    const prepared = await prepareFold(context, state, samples, fold);
    return { ...state, fitting: await startFit(context, prepared, params) };
  }
  const run = await scoreNext(context, { ...state, fitting }, samples, fold.test, params);
  if (run !== undefined) return { ...state, scored: [...state.scored, run] };
  const forecasts = [...state.forecasts, state.scored];
  const { fitting: _, ...rest } = state;
  if (forecasts.length < plan.folds.length) {
    return { ...rest, forecasts, scored: [], fold: state.fold + 1 };
  }
  const { fold: _fold, scored: _scored, forecasts: _forecasts, ...rows } = rest;
  const validation = await judgeHistories(context, samples, plan, forecasts);
  return { ...rows, phase: "prepare", columns: [], validation };
};

async function judgeHistories(
  context: PhaseContext,
  samples: Samples,
  { folds, histories }: ValidationPlan,
  forecasts: readonly (readonly string[])[],
): Promise<ValidationFindings> {
  const { spec } = context;
  const said = await Promise.all(forecasts.map((runs) => readForecast(context, runs)));
  const priors = folds.map(({ train }) => classPrior(pickSamples(samples, train).labels));
  const scores = histories.map((parts) =>
    scoreHistory(
      concatSamples(
        parts.map(({ fold, from, to }) => pickSamples(samples, folds[fold]!.test.subarray(from, to))),
      ),
      parts.map(({ fold, from, to }) => ({
        probabilities: said[fold]!.subarray(3 * from, 3 * to),
        prior: priors[fold]!,
      })),
      { symbols: spec.symbols.length, costPerTrade: spec.costPerTrade },
    ),
  );
  return summariseHistories({ scheme: spec.validation!.scheme, folds: folds.length }, scores);
}
