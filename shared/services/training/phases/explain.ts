import type { FeatureImportance } from "../../../ml/card/permutation-importance.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { sequenceLengthOf } from "../rows/sample-features.ts";
import { splitSamples } from "../rows/split-samples.ts";
import { pickEvaluationRows, shuffleFeatures } from "../shuffle-features.ts";
import type { StateOf } from "../state.ts";

/** Steps that all features together may take, and with them the rows that each can be shuffled in. */
const MAX_STEPS = 60;
const MIN_ROWS = 96;
const MAX_ROWS = 256;

/**
 * Shuffles some features in rows of the validation part and sees what that costs: the file itself is asked, as it will
 * serve. The holdout is left alone, since what is found here may be read and acted upon.
 */
export const explainModel: Phase<"explain"> = async (context, state) => {
  const plan = planOf(context);
  const key = state.evaluationRows ?? (await pickRows(context, state, plan.rows));
  const { importance, rows } = await shuffleFeatures(context, {
    path: state.file.path,
    evaluationRows: key,
    importance: state.importance,
    featuresAStep: plan.featuresAStep,
  });
  const share = importance.length / context.deps.featureSet.features.length;
  const next = { ...state, importance, importanceRows: rows, share, evaluationRows: key };
  if (share < 1) return next;
  const { evaluationRows: _rows, share: _share, ...explained } = next;
  return { ...explained, phase: "register" };
};

/** The most important feature first. */
export function ranked(importance: readonly FeatureImportance[]): FeatureImportance[] {
  return importance.toSorted((a, b) => b.value - a.value || (a.feature < b.feature ? -1 : 1));
}

/** As many rows as the family's speed allows; slow families get wide intervals, and say so by them. */
function planOf({ deps, spec }: PhaseContext) {
  const { serving, params } = configuredLearner(spec);
  const features = deps.featureSet.features.length;
  const rowsAStep = serving.scoringRows(params, features);
  const rowsAFeature = (MAX_STEPS * rowsAStep) / features;
  const rows = Math.floor(Math.min(MAX_ROWS, Math.max(MIN_ROWS, rowsAFeature)));
  return { rows, featuresAStep: Math.max(1, Math.floor(rowsAStep / rows) - 1) };
}

async function pickRows(context: PhaseContext, state: StateOf<"explain">, most: number): Promise<string> {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const bars = sequenceLengthOf(context.spec);
  return await context.artifacts.put(
    await pickEvaluationRows(context, state, samples, validation, most, bars),
  );
}
