import { readSamples } from "../training/rows/read-rows.ts";
import { pickEvaluationRows, shuffleFeatures } from "../training/shuffle-features.ts";
import { runRowsOf } from "./ask.ts";
import type { UploadContext, UploadEvaluationState, UploadStateOf } from "./evaluate-state.ts";
import { uploadParts } from "./parts.ts";

/** Rows that each feature is shuffled in. */
const ROWS = 96;

/**
 * Shuffles some features in rows after the training and sees what that costs. Nobody else has rows that the model has not
 * learned from; the verdict has been passed by then.
 */
export async function explainUpload(
  context: UploadContext,
  state: UploadStateOf<"explain">,
): Promise<UploadEvaluationState> {
  const { bars } = state;
  const key = state.evaluationRows ?? (await pickRows(context, state));
  const { importance, rows } = await shuffleFeatures(context, {
    path: context.upload.file.path,
    evaluationRows: key,
    importance: state.importance,
    featuresAStep: Math.max(1, Math.floor(runRowsOf(bars) / ROWS) - 1),
  });
  const next = { ...state, importance, importanceRows: rows, evaluationRows: key };
  if (importance.length < context.deps.featureSet.features.length) return next;
  const { evaluationRows: _, ...explained } = next;
  return { ...explained, phase: "measure", columns: [] };
}

async function pickRows(context: UploadContext, state: UploadStateOf<"explain">): Promise<string> {
  const samples = await readSamples(context, state.samples);
  const { holdout } = uploadParts(samples, context.upload, state.bars);
  return await context.artifacts.put(
    await pickEvaluationRows(context, state, samples, holdout, ROWS, state.bars),
  );
}
