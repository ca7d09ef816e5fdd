import { loadFile } from "../training/load-file.ts";
import { askNext } from "../training/phases/compare.ts";
import { encodeScores } from "../training/phases/score.ts";
import { rowMajor } from "../training/rows/feature-blocks.ts";
import { readSamples } from "../training/rows/read-rows.ts";
import { readFeatures } from "../training/rows/sample-features.ts";
import { evaluateUpload } from "./evaluate.ts";
import type { UploadContext, UploadEvaluationState, UploadStateOf } from "./evaluate-state.ts";
import { uploadParts } from "./parts.ts";

/** Rows of one step; whole sequences take many times as long. */
const RUN_ROWS = 1_024;
const RUN_SEQUENCES = 128;

export const runRowsOf = (bars: number): number => (bars > 1 ? RUN_SEQUENCES : RUN_ROWS);

/** Asks the uploaded model about the next run of rows after its training. */
export async function askUpload(
  context: UploadContext,
  state: UploadStateOf<"ask">,
): Promise<UploadEvaluationState> {
  const samples = await readSamples(context, state.samples);
  const model = await loadFile(context.deps, context.upload.file.path);
  try {
    const bars = model.rowShape.length > 1 ? model.rowShape[0]! : 1;
    const { holdout } = uploadParts(samples, context.upload, bars);
    const run = holdout.subarray(state.asked, state.asked + runRowsOf(bars));
    const features = await readFeatures(context, state, samples, run, bars);
    const said = await model.run(rowMajor(features, run.length * bars), run.length);
    const runs = [...state.runs, await context.artifacts.put(encodeScores(Float64Array.from(said)))];
    const asked = state.asked + run.length;
    if (asked < holdout.length) return { ...state, bars, asked, runs };
    const { asked: _, ...rest } = state;
    return { ...rest, phase: "compare", bars, runs };
  } finally {
    await model.release();
  }
}

/** Asks the champion about the next run of those rows; after the last one, evaluates the uploaded model. */
export async function compareUpload(
  context: UploadContext,
  state: UploadStateOf<"compare">,
): Promise<UploadEvaluationState> {
  const samples = await readSamples(context, state.samples);
  const { holdout } = uploadParts(samples, context.upload, state.bars);
  const { champion, isDone } = await askNext(context, state, samples, holdout);
  return isDone ? await evaluateUpload(context, state, champion, samples) : { ...state, champion };
}
