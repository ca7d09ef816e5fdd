import { BinaryReader, BinaryWriter } from "../../ml/binary.ts";
import {
  type FeatureImportance,
  importanceOf,
  shuffledRows,
  withShuffled,
} from "../../ml/card/permutation-importance.ts";
import { logLosses } from "../../ml/metrics/log-loss.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";
import { loadFile } from "./load-file.ts";
import type { PhaseContext } from "./phase.ts";
import { rowMajor } from "./rows/feature-blocks.ts";
import { readFeatures } from "./rows/sample-features.ts";
import { pickSamples, type Samples } from "./rows/samples.ts";
import type { Series } from "./state.ts";

interface Shuffling {
  /** Of the model's file. */
  readonly path: string;
  /** The artifact of the rows that are shuffled. */
  readonly evaluationRows: string;
  /** Of the features that are done. */
  readonly importance: readonly FeatureImportance[];
  readonly featuresAStep: number;
}

/** Shuffles the next features in the evaluation rows and asks the file what that costs. */
export async function shuffleFeatures(
  context: PhaseContext,
  { path, evaluationRows: key, importance: known, featuresAStep }: Shuffling,
): Promise<{ readonly importance: readonly FeatureImportance[]; readonly rows: number }> {
  const { features } = context.deps.featureSet;
  const evaluated = await context.artifacts.get(key, decodeEvaluationRows);
  const model = await loadFile(context.deps, path);
  try {
    const original = await lossesOf(model, evaluated.matrix, evaluated.labels);
    const importance = [...known];
    const end = Math.min(features.length, importance.length + featuresAStep);
    while (importance.length < end) {
      const feature = importance.length;
      const order = shuffledRows(evaluated.labels.length, context.spec.seed, feature);
      const matrix = withShuffled(evaluated.matrix, features.length, feature, order);
      const shuffled = await lossesOf(model, matrix, evaluated.labels);
      importance.push(importanceOf(features[feature]!.name, original, shuffled, evaluated.effectiveRows));
    }
    return { importance, rows: evaluated.labels.length };
  } finally {
    await model.release();
  }
}

/**
 * At most so many of the rows, spread evenly, with their outcomes, to be stored: to pick a few rows all of the features
 * have to be read.
 * @param bars that one row of the model shows
 */
export async function pickEvaluationRows(
  context: PhaseContext,
  state: { readonly series: readonly Series[]; readonly blocks: readonly string[] },
  samples: Samples,
  all: Uint32Array,
  most: number,
  bars: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stride = Math.ceil(all.length / most);
  const rows = all.filter((_, i) => i % stride === 0);
  const features = await readFeatures(context, state, samples, rows, bars);
  const matrix = rowMajor(features, rows.length * bars);
  const effective = pickSamples(samples, all).uniqueness.reduce((sum, unique) => sum + unique, 0);
  const { labels } = pickSamples(samples, rows);
  return new BinaryWriter(TAG).number(Math.min(rows.length, effective)).array(labels).array(matrix).bytes();
}

interface EvaluationRows {
  readonly labels: Uint8Array;
  /** Row by row, as the file reads them. */
  readonly matrix: Float32Array;
  readonly effectiveRows: number;
}

const TAG = "evaluation-rows-1";

function decodeEvaluationRows(bytes: Uint8Array): EvaluationRows {
  const reader = new BinaryReader(bytes, TAG);
  const effectiveRows = reader.number();
  const labels = reader.array(Uint8Array);
  const matrix = reader.array(Float32Array);
  reader.end();
  return { labels, matrix, effectiveRows };
}

async function lossesOf(model: LoadedModel, matrix: Float32Array, labels: Uint8Array): Promise<Float64Array> {
  return logLosses(await model.run(matrix, labels.length), labels);
}
