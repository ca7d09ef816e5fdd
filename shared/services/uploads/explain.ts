import { readSamples } from "../training/rows.ts";
import { pickJudged, shuffleFeatures } from "../training/shuffle-features.ts";
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
  const key = state.judged ?? (await pickRows(context, state));
  const { importance, rows } = await shuffleFeatures(context, {
    path: context.upload.file.path,
    judged: key,
    importance: state.importance,
    featuresAStep: Math.max(1, Math.floor(runRowsOf(bars) / ROWS) - 1),
  });
  const next = { ...state, importance, importanceRows: rows, judged: key };
  if (importance.length < context.deps.featureSet.features.length) return next;
  const { judged: _, ...explained } = next;
  return { ...explained, phase: "measure", columns: [] };
}

async function pickRows(context: UploadContext, state: UploadStateOf<"explain">): Promise<string> {
  const samples = await readSamples(context, state.samples);
  const { holdout } = uploadParts(samples, context.upload, state.bars);
  return await context.artifacts.put(await pickJudged(context, state, samples, holdout, ROWS, state.bars));
}
