import { halvingRungs } from "../../ml/search/halving.ts";
import { foldsOf } from "./folds/validation-plan.ts";
import { searchShare } from "./phases/search.ts";
import type { TrainingSpec } from "./spec.ts";
import type { PhaseName, TrainingState } from "./state.ts";

/** Work of each phase in its order, as it takes time on 10,000 rows with 100 rounds. */
const WORK: Readonly<Record<Exclude<PhaseName, "done">, number>> = {
  load: 3,
  label: 1.5,
  seal: 0.5,
  features: 5,
  /** By how much is tried. */
  search: 0,
  /** By how many folds there are. */
  validate: 0,
  prepare: 10,
  join: 1,
  start: 0.5,
  fit: 60,
  score: 2,
  calibrate: 1,
  compare: 2,
  evaluate: 2,
  export: 1,
  explain: 10,
  register: 2,
};

/** A fit on a fold sees half as many rows as that of the training. */
const FOLD_FIT = 0.5 * WORK.fit;

const MILLION = 1_000_000;

/** Share of a training's work that is done, 0..1. */
export function progressOf(state: TrainingState, spec: TrainingSpec): number {
  if (state.phase === "done") return 1;
  const work = { ...WORK, search: searchWork(spec), validate: foldsOf(spec) * FOLD_FIT };
  const phases = Object.keys(work) as (keyof typeof work)[];
  const before = phases.slice(0, phases.indexOf(state.phase)).reduce((sum, phase) => sum + work[phase], 0);
  const total = phases.reduce((sum, phase) => sum + work[phase], 0);
  const share = (before + shareOf(state, spec) * work[state.phase]) / total;
  // Sums in another order differ in their last digits, and progress must not go back by one.
  return Math.round(share * MILLION) / MILLION;
}

function searchWork({ search }: TrainingSpec): number {
  if (!search) return 0;
  const fits = halvingRungs(search).reduce((sum, { trials, share }) => sum + trials * share, 0);
  return fits * search.folds * FOLD_FIT;
}

function shareOf(state: TrainingState, spec: TrainingSpec): number {
  const { search } = spec;
  if (state.phase === "fit") return state.share;
  if (state.phase === "explain") return state.share;
  if (state.phase === "validate")
    return (state.forecasts.length + (state.fitting?.share ?? 0)) / foldsOf(spec);
  return state.phase === "search" && search ? searchShare(state, search) : 0;
}
