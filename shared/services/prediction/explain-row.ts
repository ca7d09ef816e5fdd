import { CLASSES } from "../../ml/learner.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";

/** What a feature adds to the score of a prediction. */
export interface FeatureContribution {
  readonly feature: string;
  /** null = missing. */
  readonly value: number | null;
  readonly reference: number | null;
  readonly contribution: number;
}

/** Why a model leans to BUY or to SELL: its score ln(p_buy / p_sell), taken apart. JSON. */
export interface Explanation {
  /** shapley: the contributions add up to score - base; occlusion: each is what taking the feature away changes. */
  readonly method: "shapley" | "occlusion";
  readonly score: number;
  /** Score of the reference: the training medians. */
  readonly base: number;
  /** The largest ones, in either direction. */
  readonly contributions: readonly FeatureContribution[];
  /** Sum of all the others. */
  readonly rest: number;
}

const MOST = 10;
/** Probabilities below this are the dust of float32. */
const LEAST_PROBABILITY = 1e-12;

/**
 * Explains one row beside the training medians (missing values where the model came without them, which its graph
 * fills in). Shapley values where the runtime gives them; else each feature is put back to its median, at every bar of a
 * sequence, and the model is asked again, all rows in one run. Null for a model that says nothing of the reference: it
 * came without medians, and its graph does not fill in what is missing.
 * @param names of the features of one bar; a row holds them once a bar
 */
export async function explainRow(
  loaded: LoadedModel,
  names: readonly string[],
  row: Float32Array,
  medians: readonly (number | null)[] | undefined,
): Promise<Explanation | null> {
  const width = names.length;
  const reference = Float32Array.from(row, (_, i) => medians?.[i % width] ?? Number.NaN);
  const shapley = row.length === width ? await loaded.explain?.(row, reference) : undefined;
  const asked = shapley ? [row, reference] : [row, reference, ...occlusions(row, reference, width)];
  const [score, base, ...occluded] = await scoresOf(loaded, asked);
  if (!Number.isFinite(base)) return null;
  const all = shapley ?? Float64Array.from(occluded, (without) => score! - without);
  const newest = row.length - width;
  const ranked = Array.from(all, (contribution, f) => ({
    feature: names[f]!,
    value: numberOrNull(row[newest + f]!),
    reference: numberOrNull(reference[newest + f]!),
    contribution,
  })).sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return {
    method: shapley ? "shapley" : "occlusion",
    score: score!,
    base: base!,
    contributions: ranked.slice(0, MOST),
    rest: ranked.slice(MOST).reduce((sum, { contribution }) => sum + contribution, 0),
  };
}

/** The row once a feature, with that feature at its reference. */
function occlusions(row: Float32Array, reference: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: width }, (_, feature) =>
    row.map((value, i) => (i % width === feature ? reference[i]! : value)),
  );
}

async function scoresOf(loaded: LoadedModel, rows: readonly Float32Array[]): Promise<number[]> {
  const length = rows[0]!.length;
  const all = new Float32Array(rows.length * length);
  rows.forEach((row, i) => {
    all.set(row, i * length);
  });
  const answer = await loaded.run(all, rows.length);
  const logOf = (i: number) => Math.log(Math.max(answer[i]!, LEAST_PROBABILITY));
  return rows.map((_, i) => logOf(i * CLASSES.length + 2) - logOf(i * CLASSES.length));
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
