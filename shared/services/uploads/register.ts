import { columnDistribution } from "../../ml/column-distribution.ts";
import { classPrior } from "../../ml/metrics/baselines.ts";
import { ranked } from "../training/phases/explain.ts";
import { labelSpecOf } from "../training/phases/label.ts";
import { encodeColumnGroup, readDistributions } from "../training/phases/prepare.ts";
import { definitionOf, featureBaselines, figuresOf } from "../training/phases/register.ts";
import { readRuns } from "../training/phases/score.ts";
import { featureColumn, pickPlaces } from "../training/rows/feature-blocks.ts";
import { readBlocks, readSamples } from "../training/rows/read-rows.ts";
import { pickUint32, placesOf } from "../training/rows/sample-features.ts";
import { pickSamples, type Samples } from "../training/rows/samples.ts";
import { applicabilityOf, conformalOf } from "../training/serving-facts.ts";
import type { UploadContext, UploadEvaluationState, UploadStateOf } from "./evaluate-state.ts";
import { uploadParts } from "./parts.ts";

/** Features of one step; each sorts a sample of its values. */
const GROUP_SIZE = 8;

/** How some features were distributed before the end of the training; after the last ones, the model is registered. */
export async function measureUpload(
  context: UploadContext,
  state: UploadStateOf<"measure">,
): Promise<UploadEvaluationState> {
  const samples = await readSamples(context, state.samples);
  const { before, holdout } = uploadParts(samples, context.upload, state.bars);
  const { featureSet } = context.deps;
  const first = state.columns.length * GROUP_SIZE;
  if (first >= featureSet.features.length) return await register(context, state, samples, before, holdout);
  const blocks = await readBlocks(context, state.blocks);
  const places = pickUint32(placesOf(samples, state.series, featureSet), before);
  const distributions = featureSet.features
    .slice(first, first + GROUP_SIZE)
    .map((_, i) => columnDistribution(pickPlaces(featureColumn(blocks, first + i), places)));
  const stored = await context.artifacts.put(encodeColumnGroup({ columns: [], distributions }));
  return { ...state, columns: [...state.columns, stored] };
}

/** Enters the model with its verdict. Limits of serving come from the rows after its training, which it has not seen. */
async function register(
  context: UploadContext,
  state: UploadStateOf<"measure">,
  samples: Samples,
  before: Uint32Array,
  holdout: Uint32Array,
): Promise<UploadEvaluationState> {
  const { deps, spec, upload, jobId } = context;
  const { report } = state;
  const { gate, ...metrics } = report;
  const status = gate.passed ? "candidate" : "rejected";
  const learnt = pickSamples(samples, before);
  const held = pickSamples(samples, holdout);
  const places = placesOf(samples, state.series, deps.featureSet);
  const names = deps.featureSet.features.map(({ name }) => name);
  const blocks = await readBlocks(context, state.blocks);
  const distributions = await readDistributions(context, state.columns);
  await deps.registry.register({
    version: spec.modelVersion,
    status,
    universe: spec.universe,
    symbols: spec.symbols,
    timeframe: spec.timeframe,
    horizonBars: spec.horizonBars,
    family: upload.family,
    params: {},
    seed: spec.seed,
    jobId,
    featureSet: { version: deps.featureSet.version, definition: definitionOf(deps.featureSet) },
    labelSpec: labelSpecOf(spec),
    trainingWindow: { from: isoTime(least(learnt.decidedAt)), to: isoTime(upload.trainedUntil) },
    // One millisecond more: the end of a window does not belong to it, the last decision does.
    holdoutWindow: { from: isoTime(least(held.decidedAt)), to: isoTime(most(held.decidedAt) + 1) },
    trainingRows: before.length,
    validationRows: 0,
    file: upload.file,
    metrics: { ...metrics, log_loss: metrics.model.log_loss.value },
    gate,
    calibration: { conformal: conformalOf(await readRuns(context, state.runs), held) },
    baselines: {
      classPrior: Array.from(classPrior(learnt.labels)),
      features: featureBaselines(deps.featureSet, distributions),
      applicability: applicabilityOf(blocks, names, distributions, pickUint32(places, holdout)),
    },
    figures: figuresOf(report),
    card: { ...state.card, importance: ranked(state.importance), importance_rows: state.importanceRows },
    epochs: undefined,
    trainingMs: deps.clock.now() - spec.requestedAt,
  });
  return {
    phase: "done",
    result: {
      model_version: spec.modelVersion,
      model_status: status,
      onnx_sha256: upload.file.sha256,
      report,
    },
  };
}

const least = (times: Float64Array) => times.reduce((first, time) => Math.min(first, time), Infinity);
const most = (times: Float64Array) => times.reduce((last, time) => Math.max(last, time), -Infinity);
const isoTime = (ts: number) => new Date(ts).toISOString();
