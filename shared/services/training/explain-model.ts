import { BinaryReader, BinaryWriter } from "../../ml/binary.ts";
import {
  type FeatureImportance,
  importanceOf,
  shuffledRows,
  withShuffled,
} from "../../ml/card/permutation-importance.ts";
import { learnerOf } from "../../ml/learners.ts";
import { logLosses } from "../../ml/metrics/log-loss.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";
import { rowMajor } from "./feature-blocks.ts";
import { loadFile } from "./load-file.ts";
import type { Phase, PhaseContext } from "./phase.ts";
import { readFeatures, sequenceLengthOf } from "./sample-features.ts";
import { pickSamples } from "./samples.ts";
import { readSamples, splitSamples } from "./training-rows.ts";
import type { StateOf } from "./training-state.ts";

/** Steps that all features together may take, and with them the rows that each can be shuffled in. */
const MAX_STEPS = 60;
const MIN_ROWS = 96;
const MAX_ROWS = 256;

/**
 * Shuffles some features in rows of the validation part and sees what that costs: the file itself is asked, as it will
 * serve. The holdout is left alone, since what is found here may be read and acted upon.
 */
export const explainModel: Phase<"explain"> = async (context, state) => {
  const { features } = context.deps.featureSet;
  const plan = planOf(context);
  // Kept, because to pick a few rows all of the features have to be read.
  const key = state.judged ?? (await context.artifacts.put(await pickJudged(context, state, plan.rows)));
  const judged = await context.artifacts.get(key, decodeJudged);
  const model = await loadFile(context.deps, state.file.path);
  try {
    const original = await lossesOf(model, judged.matrix, judged.labels);
    const importance = [...state.importance];
    const end = Math.min(features.length, importance.length + plan.featuresAStep);
    while (importance.length < end) {
      const feature = importance.length;
      const order = shuffledRows(judged.labels.length, context.spec.seed, feature);
      const matrix = withShuffled(judged.matrix, features.length, feature, order);
      const shuffled = await lossesOf(model, matrix, judged.labels);
      importance.push(importanceOf(features[feature]!.name, original, shuffled, judged.effectiveRows));
    }
    const share = end / features.length;
    const next = { ...state, importance, importanceRows: judged.labels.length, share, judged: key };
    if (share < 1) return next;
    const { judged: _judged, share: _share, ...explained } = next;
    return { ...explained, phase: "register" };
  } finally {
    await model.release();
  }
};

/** The most important feature first. */
export function ranked(importance: readonly FeatureImportance[]): FeatureImportance[] {
  return importance.toSorted((a, b) => b.value - a.value || (a.feature < b.feature ? -1 : 1));
}

/** As many rows as the family's speed allows; slow families get wide intervals, and say so by them. */
function planOf({ deps, spec }: PhaseContext) {
  const learner = learnerOf(spec.family);
  const features = deps.featureSet.features.length;
  const rowsAStep = learner.scoringRows(learner.parseParams(spec.params), features);
  const rowsAFeature = (MAX_STEPS * rowsAStep) / features;
  const rows = Math.floor(Math.min(MAX_ROWS, Math.max(MIN_ROWS, rowsAFeature)));
  return { rows, featuresAStep: Math.max(1, Math.floor(rowsAStep / rows) - 1) };
}

interface JudgedRows {
  readonly labels: Uint8Array;
  /** Row by row, as the file reads them. */
  readonly matrix: Float32Array;
  readonly effectiveRows: number;
}

const TAG = "judged-rows-1";

function decodeJudged(bytes: Uint8Array): JudgedRows {
  const reader = new BinaryReader(bytes, TAG);
  const effectiveRows = reader.number();
  const labels = reader.array(Uint8Array);
  const matrix = reader.array(Float32Array);
  reader.end();
  return { labels, matrix, effectiveRows };
}

/** Rows spread evenly over the validation part, with their outcomes. */
async function pickJudged(context: PhaseContext, state: StateOf<"explain">, most: number) {
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, context.spec);
  const stride = Math.ceil(validation.length / most);
  const rows = validation.filter((_, i) => i % stride === 0);
  const features = await readFeatures(context, state, samples, rows);
  const matrix = rowMajor(features, rows.length * sequenceLengthOf(context.spec));
  const effective = pickSamples(samples, validation).uniqueness.reduce((sum, unique) => sum + unique, 0);
  const { labels } = pickSamples(samples, rows);
  return new BinaryWriter(TAG).number(Math.min(rows.length, effective)).array(labels).array(matrix).bytes();
}

async function lossesOf(model: LoadedModel, matrix: Float32Array, labels: Uint8Array): Promise<Float64Array> {
  return logLosses(await model.run(matrix, labels.length), labels);
}
