import { Failure } from "../../../failure.ts";
import { sha256Hex } from "../../../hash/sha256.ts";
import { calibratedProbabilities } from "../../../ml/calibration/calibration.ts";
import { CLASSES } from "../../../ml/learner.ts";
import { withCalibration } from "../../../ml/onnx/compose.ts";
import { encodeModel } from "../../../ml/onnx/encode-model.ts";
import { withDescription } from "../../../ml/onnx/model-contract.ts";
import type { ModelRuntime } from "../../../ports/model-runtime.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { rowMajor } from "../rows/feature-blocks.ts";
import { readSamples } from "../rows/read-rows.ts";
import { readFeatures, sequenceLengthOf } from "../rows/sample-features.ts";
import { splitSamples } from "../rows/split-samples.ts";
import type { StateOf } from "../state.ts";
import { readScores } from "./score.ts";

/** Difference that float32 arithmetic may have from the learner's own. */
const TOLERANCE = 1e-5;
const MAX_CHECKED_ROWS = 256;

/** Writes the model as one ONNX file and stores it, once it is proved to say what the learner says. */
export const exportModel: Phase<"export"> = async (context, state) => {
  const { deps, spec } = context;
  const bytes = await encodeFitted(context, state);
  await checkAgainstLearner(context, state, bytes);
  const sha256 = await sha256Hex(bytes);
  const file = { path: `${spec.modelVersion}/${sha256}.onnx`, sha256, sizeBytes: bytes.byteLength };
  await deps.files.put(file.path, bytes);
  return { ...state, phase: "explain", file, importance: [], importanceRows: 0, share: 0 };
};

async function encodeFitted(
  { deps, spec, artifacts }: PhaseContext,
  state: StateOf<"export">,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fitting, serving, params } = configuredLearner(spec);
  const fitted = await artifacts.get(state.fitted, fitting.decode);
  const { features, version } = deps.featureSet;
  const names = features.map(({ name }) => name);
  const scores = serving.export(params, fitted, names);
  const probabilities = withCalibration(scores, state.calibration);
  return encodeModel(withDescription(probabilities, { featureNames: names, featureSetVersion: version }));
}

/** Runs the file on rows spread over the validation part. A file that disagrees must never be stored. */
async function checkAgainstLearner(
  context: PhaseContext,
  state: StateOf<"export">,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { deps, spec } = context;
  const samples = await readSamples(context, state.samples);
  const { validation } = splitSamples(samples, spec);
  const scores = await readScores(context, state.scores, validation.length);
  const expected = calibratedProbabilities(scores.validation, state.calibration);
  const { serving, params } = configuredLearner(spec);
  const runRows = serving.scoringRows(params, deps.featureSet.features.length);
  const stride = Math.ceil(validation.length / Math.min(MAX_CHECKED_ROWS, runRows));
  const rows = validation.filter((_, i) => i % stride === 0);
  const features = await readFeatures(context, state, samples, rows);
  const bars = rows.length * sequenceLengthOf(spec);
  const given = await runFile(deps.runtime, bytes, rowMajor(features, bars), rows.length);
  const worst = given.reduce((most, value, i) => {
    const row = stride * Math.floor(i / CLASSES.length);
    return Math.max(most, Math.abs(value - expected[row * CLASSES.length + (i % CLASSES.length)]!));
  }, 0);
  if (worst <= TOLERANCE) return;
  throw new Failure("unsupported_model", `The exported file differs from the learner by ${worst}.`);
}

async function runFile(
  runtime: Pick<ModelRuntime, "load">,
  bytes: Uint8Array<ArrayBuffer>,
  features: Float32Array,
  rows: number,
): Promise<Float32Array> {
  const model = await runtime.load(bytes);
  if ("refused" in model) throw new Failure("unsupported_model", model.reason);
  try {
    return await model.run(features, rows);
  } finally {
    await model.release();
  }
}
