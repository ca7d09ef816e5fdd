import { CLASSES } from "../../ml/learner.ts";
import { learnerOf } from "../../ml/learners.ts";
import { softmax } from "../../ml/softmax.ts";
import { pickFeatures } from "./feature-blocks.ts";
import type { PhaseContext } from "./phase.ts";
import { readBlocks } from "./training-rows.ts";

/** The features of samples as the learner has them, feature-major. */
export async function readFeatures(
  context: PhaseContext,
  state: { readonly blocks: readonly string[] },
  samples: Uint32Array,
): Promise<Float32Array> {
  const blocks = await readBlocks(context, state.blocks);
  return pickFeatures(blocks, context.deps.featureSet.features.length, samples);
}

/** The learner's raw scores for feature-major rows; row-major `[rows * 3]`. */
export async function scoreRows(
  { deps, spec, artifacts }: PhaseContext,
  state: { readonly fitted: string },
  features: Float32Array,
): Promise<Float64Array> {
  const learner = learnerOf(spec.family);
  const fitted = await artifacts.get(state.fitted, (bytes) => learner.decodeState(bytes));
  const rows = features.length / deps.featureSet.features.length;
  return learner.scores(learner.parseParams(spec.params), fitted, features, rows);
}

/** softmax(scores / temperature), row-major. */
export function calibratedProbabilities(scores: Float64Array, temperature: number): Float64Array {
  return softmax(
    scores.map((score) => score / temperature),
    CLASSES.length,
  );
}
