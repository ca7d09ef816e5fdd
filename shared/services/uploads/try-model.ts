import { toClassProbabilities } from "../../decision/class-probabilities.ts";
import { Random } from "../../math/random.ts";
import { CLASSES } from "../../ml/learner.ts";
import { uploadFailure } from "../../ml/onnx/upload-failure.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";

/** Difference that a row may have when it is run alone and among others: float32 sums in another order. */
const TOLERANCE = 1e-5;

/**
 * Runs a model on rows as it may meet them (usual values, zeros, nothing at all) and makes sure that it answers
 * probabilities for each, the same alone and among others.
 * @throws Failure unsupported_model with `fault` trial_run
 */
export async function tryModel(model: LoadedModel, rowShape: readonly number[]): Promise<void> {
  const length = rowShape.reduce((product, size) => product * size, 1);
  const random = Random.seeded(1);
  const rows = [
    Float32Array.from({ length }, () => random.normal()),
    new Float32Array(length),
    new Float32Array(length).fill(Number.NaN),
    Float32Array.from({ length }, () => 10 * random.normal()),
  ];
  const together = await answersOf(model, Float32Array.of(...rows.flatMap((row) => [...row])), rows.length);
  for (const [i, row] of rows.entries()) {
    const among = together.subarray(i * CLASSES.length, (i + 1) * CLASSES.length);
    const alone = await answersOf(model, row, 1);
    if (among.some((value, k) => Math.abs(value - alone[k]!) > TOLERANCE)) {
      throw refusal("answers a row otherwise alone than among others");
    }
  }
}

async function answersOf(model: LoadedModel, features: Float32Array, rows: number): Promise<Float32Array> {
  const answer = await model.run(features, rows).catch((cause: unknown) => {
    throw refusal("cannot be run on rows of its own shape", cause);
  });
  if (answer.length !== rows * CLASSES.length) {
    throw refusal(`gives ${answer.length} numbers for ${rows} rows of ${CLASSES.length} classes`);
  }
  for (let row = 0; row < rows; row++) {
    const [first, end] = [row * CLASSES.length, (row + 1) * CLASSES.length];
    try {
      toClassProbabilities(answer.subarray(first, end));
    } catch (cause) {
      const values = [...answer.subarray(first, end)].join(", ");
      throw refusal(`answers [${values}], which are no probabilities (missing inputs are NaN)`, cause);
    }
  }
  return answer;
}

function refusal(what: string, cause?: unknown) {
  return uploadFailure("trial_run", "", `In a trial run the model ${what}.`, cause);
}
