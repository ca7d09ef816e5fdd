import { type ClassProbabilities, toClassProbabilities } from "../../decision/class-probabilities.ts";
import { Failure } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { CLASSES } from "../../ml/learner.ts";
import type { LoadedModel, RuntimeName } from "../../ports/model-runtime.ts";
import type { ModelSessions } from "../../ports/model-sessions.ts";
import type { Model } from "../../ports/model-store.ts";
import type { ModelInput } from "./assemble.ts";
import type { Explanation } from "./predictor.ts";

/** Contributions that an explanation names. */
const MOST = 10;
/** Probabilities below this are the dust of float32. */
const LEAST_PROBABILITY = 1e-12;

/** A model's answer for a row. */
export interface Inference {
  readonly probabilities: ClassProbabilities;
  /** null where nobody asked. */
  readonly explanation: Explanation | null;
  readonly runtime: RuntimeName;
}

/** A row to run a model on. */
export interface ModelRow {
  readonly values: Float32Array;
  readonly isExplained: boolean;
}

/** Asks the models, each once with all of its rows. A model that fails fails its own rows only. */
export async function infer(
  { sessions, featureSet }: { readonly sessions: ModelSessions; readonly featureSet: FeatureSet },
  inputs: readonly ModelInput[],
): Promise<PromiseSettledResult<Inference>[]> {
  const names = featureSet.features.map(({ name }) => name);
  const batches = new Map<string, { readonly model: Model; readonly rows: ModelRow[] }>();
  const places = inputs.map(({ resolved: { model, request }, features: { values } }) => {
    const batch = batches.get(model.version) ?? { model, rows: [] };
    batches.set(model.version, batch);
    return { batch, row: batch.rows.push({ values, isExplained: request.explain ?? false }) - 1 };
  });
  const runs = new Map(
    Array.from(batches.values(), (batch) => [batch, runModel(sessions, batch.model, names, batch.rows)]),
  );
  return await Promise.allSettled(places.map(async ({ batch, row }) => (await runs.get(batch)!)[row]!));
}

/**
 * Runs a model once on all of the rows, and again on those that are to be explained. A model whose row is another one,
 * or whose answer is none, cannot be used.
 * @param only the runtime to run it on; without it, the first that takes it
 * @throws Failure unsupported_model, unavailable; with `only` also runtime_unavailable
 */
export async function runModel(
  sessions: ModelSessions,
  model: Model,
  featureNames: readonly string[],
  rows: readonly ModelRow[],
  only?: RuntimeName,
): Promise<Inference[]> {
  const run = async (loaded: LoadedModel) => {
    const explain = (row: Float32Array) =>
      explainRow(loaded, featureNames, row, model.applicability?.medians);
    try {
      const answer = await loaded.run(stack(rows.map(({ values }) => values)), rows.length);
      if (answer.length !== rows.length * CLASSES.length) throw new RangeError("not one answer a row");
      return await Promise.all(
        rows.map(async ({ values, isExplained }, i) => ({
          probabilities: toClassProbabilities(answer.subarray(i * CLASSES.length, (i + 1) * CLASSES.length)),
          explanation: isExplained ? await explain(values) : null,
          runtime: loaded.runtime,
        })),
      );
    } catch (cause) {
      throw new Failure("unsupported_model", `The model ${model.version} gives no probabilities.`, { cause });
    }
  };
  return await sessions.use(model, run, only);
}

/** Rows one after another, as a model's input has them. */
function stack(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    all.set(row, i * width);
  });
  return all;
}

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
  const answer = await loaded.run(stack(rows), rows.length);
  const logOf = (i: number) => Math.log(Math.max(answer[i]!, LEAST_PROBABILITY));
  return rows.map((_, i) => logOf(i * CLASSES.length + 2) - logOf(i * CLASSES.length));
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
