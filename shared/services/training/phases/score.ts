import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";
import { joined } from "../../../ml/joined.ts";
import { CLASSES } from "../../../ml/learner.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { readFeatures } from "../rows/sample-features.ts";
import { concatRows, splitSamples } from "../rows/split-samples.ts";

const TAG = "scores-1";

/** Scores a run of the rows that the model is evaluated on: validation, then holdout, of which no outcome is looked at. */
export const scoreRows: Phase<"score"> = async (context, state) => {
  const { deps, spec, artifacts } = context;
  const samples = await readSamples(context, state.samples);
  const { validation, holdout } = splitSamples(samples, spec);
  const scored = concatRows(validation, holdout.read());
  const { fitting, serving, params } = configuredLearner(spec);
  const runRows = serving.scoringRows(params, deps.featureSet.features.length);
  const first = state.scores.length * runRows;
  const rows = scored.subarray(first, first + runRows);
  const fitted = await artifacts.get(state.fitted, fitting.decode);
  const features = await readFeatures(context, state, samples, rows);
  const run = serving.scores(params, fitted, features, rows.length);
  const scores = [...state.scores, await artifacts.put(encodeScores(run))];
  const isLast = first + rows.length === scored.length;
  return isLast ? { ...state, phase: "calibrate", scores } : { ...state, scores };
};

/** Raw scores of the validation rows and of the holdout's, row-major. */
export async function readScores(
  context: PhaseContext,
  keys: readonly string[],
  validationRows: number,
): Promise<{ readonly validation: Float64Array; readonly holdout: Float64Array }> {
  const all = await readRuns(context, keys);
  const cut = validationRows * CLASSES.length;
  return { validation: all.subarray(0, cut), holdout: all.subarray(cut) };
}

/** Runs of scores, or of probabilities, as one. */
export async function readRuns({ artifacts }: PhaseContext, keys: readonly string[]): Promise<Float64Array> {
  return joined(Float64Array, await Promise.all(keys.map((key) => artifacts.get(key, decodeScores))));
}

export function encodeScores(scores: Float64Array): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG).array(scores).bytes();
}

function decodeScores(bytes: Uint8Array): Float64Array {
  const reader = new BinaryReader(bytes, TAG);
  const scores = reader.array(Float64Array);
  reader.end();
  return scores;
}
