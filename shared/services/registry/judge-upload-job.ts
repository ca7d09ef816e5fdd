import { z } from "zod";
import { Failure } from "../../failure.ts";
import type { JobDefinition } from "../../jobs/job-definition.ts";
import { TIMEFRAME_MS } from "../../market/timeframe.ts";
import { classPrior, lastKnownOutcome, persistenceProbabilities } from "../../ml/metrics/baselines.ts";
import { type HoldoutReport, reportHoldout } from "../../ml/training/holdout-report.ts";
import { askNext, championForecast } from "../training/compare-champion.ts";
import { computeFeatureBlocks } from "../training/compute-feature-blocks.ts";
import { rowMajor } from "../training/feature-blocks.ts";
import { labelBars, labelSpecOf } from "../training/label-bars.ts";
import { loadBars, startLoading } from "../training/load-bars.ts";
import { loadFile } from "../training/load-file.ts";
import type { PhaseContext, TrainingDeps } from "../training/phase.ts";
import { definitionOf, figuresOf } from "../training/register-model.ts";
import { readFeatures } from "../training/sample-features.ts";
import { pickSamples, type Samples } from "../training/samples.ts";
import { encodeScores, readRuns } from "../training/score-rows.ts";
import { readSamples } from "../training/training-rows.ts";
import { parseTrainingSpec } from "../training/training-spec.ts";
import type { Champion, Series, StateOf } from "../training/training-state.ts";

export const JUDGE_UPLOAD_KIND = "judge_upload";

/** Rows of one step; whole sequences take many times as long. */
const RUN_ROWS = 1_024;
const RUN_SEQUENCES = 128;
/** Fewer rows than this to take the class shares from or to judge by, and every figure would be noise. */
const MIN_ROWS = 100;

const schema = z.strictObject({
  /** Which bars the model is judged on, and what the gate asks for, as for a training. */
  training: z.unknown().transform(parseTrainingSpec),
  /** What its uploader calls the kind of model. */
  family: z.string(),
  file: z.strictObject({ path: z.string(), sha256: z.string(), sizeBytes: z.number() }),
  /** End of what the model learned from, epoch milliseconds: all after it, and a horizon later, is the holdout. */
  trainedUntil: z.number(),
});

/** Everything that decides the verdict on an uploaded model. */
export type JudgeUploadSpec = z.output<typeof schema>;

interface Asking {
  readonly phase: "ask";
  readonly series: readonly Series[];
  readonly samples: readonly string[];
  readonly blocks: readonly string[];
  /** Undefined until the model has been asked about every row. */
  readonly champion?: Champion;
  readonly asked: number;
  /** What the uploaded model said, cut into runs. */
  readonly runs: readonly string[];
}

type JudgeUploadState =
  | StateOf<"load">
  | StateOf<"label">
  | StateOf<"seal">
  | StateOf<"features">
  | Asking
  | { readonly phase: "done"; readonly result: JudgedUpload };

/** What the job answers in the end. */
interface JudgedUpload {
  readonly model_version: string;
  readonly model_status: "candidate" | "rejected";
  readonly onnx_sha256: string;
  readonly report: HoldoutReport;
}

const BEGINS_AT = { load: 0, label: 0.1, seal: 0.2, features: 0.2, ask: 0.6, done: 1 } as const;

/**
 * From an uploaded file to a judged and registered model: stored bars are labelled, the model is asked about those after its
 * training, and the gate that trained models pass decides whether it is a candidate.
 */
export function createJudgeUploadJob(deps: TrainingDeps): JobDefinition<JudgeUploadSpec, JudgeUploadState> {
  return {
    kind: JUDGE_UPLOAD_KIND,
    parseSpec,
    start: ({ training }) => startLoading(training),
    async step(spec, state, context) {
      const phase = { ...context, deps, spec: spec.training };
      switch (state.phase) {
        case "load":
          return (await loadBars(phase, state)) as JudgeUploadState;
        case "label":
          return (await labelBars(phase, state)) as JudgeUploadState;
        case "seal":
          return { ...state, phase: "features", sealed: "", blocks: [], symbol: 0, bar: 0 };
        case "features": {
          const next = await computeFeatureBlocks(phase, state);
          return next.phase === "prepare" ? startAsking(next) : (next as JudgeUploadState);
        }
        case "ask":
          return await ask(phase, spec, state);
        case "done":
          return state;
      }
    },
    report: (state) => ({
      phase: state.phase,
      progress: BEGINS_AT[state.phase],
      ...(state.phase === "done" && { result: state.result }),
    }),
    encodeState: (state) => new TextEncoder().encode(JSON.stringify(state)),
    decodeState: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
  };
}

function parseSpec(input: unknown): JudgeUploadSpec {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", "The stored spec of the upload cannot be read.", {
    cause: parsed.error,
  });
}

function startAsking({ series, samples, blocks }: StateOf<"prepare">): Asking {
  return { phase: "ask", series, samples, blocks, asked: 0, runs: [] };
}

/** Asks the model about the next run of rows, then the champion; after the last one, judges and registers the model. */
async function ask(context: PhaseContext, spec: JudgeUploadSpec, state: Asking): Promise<JudgeUploadState> {
  const samples = await readSamples(context, state.samples);
  const model = await loadFile(context.deps, spec.file.path);
  try {
    const { rowShape } = model;
    const bars = rowShape.length > 1 ? rowShape[0]! : 1;
    const { holdout } = partsOf(samples, spec, bars);
    if (state.asked === holdout.length) {
      const { champion, isDone } = await askNext(context, state, samples, holdout);
      const next = { ...state, champion };
      return isDone ? await judge(context, spec, next, samples, bars) : next;
    }
    const run = holdout.subarray(state.asked, state.asked + (bars > 1 ? RUN_SEQUENCES : RUN_ROWS));
    const features = await readFeatures(context, state, samples, run, bars);
    const said = await model.run(rowMajor(features, run.length * bars), run.length);
    const runs = [...state.runs, await context.artifacts.put(encodeScores(Float64Array.from(said)))];
    return { ...state, asked: state.asked + run.length, runs };
  } finally {
    await model.release();
  }
}

/** Rows whose outcome was known when the training ended, and those decided a horizon after it. */
function partsOf(samples: Samples, { training, trainedUntil }: JudgeUploadSpec, bars: number) {
  const unseenFrom = trainedUntil + training.horizonBars * TIMEFRAME_MS[training.timeframe];
  const rows = Uint32Array.from(samples.bar.keys());
  const firstBar = samples.bar.reduce((first, bar) => Math.min(first, bar), Infinity) + bars - 1;
  const before = rows.filter((row) => samples.resolvedAt[row]! <= trainedUntil);
  const holdout = rows.filter(
    (row) => samples.decidedAt[row]! >= unseenFrom && samples.bar[row]! >= firstBar,
  );
  if (Math.min(before.length, holdout.length) >= MIN_ROWS) return { before, holdout };
  throw new Failure(
    "not_enough_bars",
    `${before.length} labelled bars lie before the end of the training and ${holdout.length} after it; ${MIN_ROWS} of each are needed.`,
  );
}

/** The one look at the outcomes after the training. */
async function judge(
  context: PhaseContext,
  spec: JudgeUploadSpec,
  state: Asking & { readonly champion: Champion },
  samples: Samples,
  bars: number,
): Promise<JudgeUploadState> {
  const { deps, jobId } = context;
  const { training } = spec;
  const { before, holdout } = partsOf(samples, spec, bars);
  const learnt = pickSamples(samples, before);
  const held = pickSamples(samples, holdout);
  const prior = classPrior(learnt.labels);
  const lastKnown = lastKnownOutcome(samples, samples.symbol, samples.labels);
  const report = reportHoldout(
    {
      ...held,
      probabilities: await readRuns(context, state.runs),
      persistence: persistenceProbabilities(lastKnown, samples.labels, before, holdout),
      prior,
      symbols: training.symbols.length,
      horizonBars: training.horizonBars,
      costPerTrade: training.costPerTrade,
      seed: training.seed,
      trials: (await deps.trials.countTrials(training)) + 1,
    },
    {
      thresholds: training.gate,
      trainingRows: before.length,
      champion: await championForecast(context, state.champion, held),
    },
  );
  const { gate, ...metrics } = report;
  const status = gate.passed ? "candidate" : "rejected";
  await deps.registry.register({
    version: training.modelVersion,
    status,
    universe: training.universe,
    symbols: training.symbols,
    timeframe: training.timeframe,
    horizonBars: training.horizonBars,
    family: spec.family,
    params: {},
    seed: training.seed,
    jobId,
    featureSet: { version: deps.featureSet.version, definition: definitionOf(deps.featureSet) },
    labelSpec: labelSpecOf(training),
    trainingWindow: { from: isoTime(least(learnt.decidedAt)), to: isoTime(spec.trainedUntil) },
    // One millisecond more: the end of a window does not belong to it, the last decision does.
    holdoutWindow: { from: isoTime(least(held.decidedAt)), to: isoTime(most(held.decidedAt) + 1) },
    trainingRows: before.length,
    validationRows: 0,
    file: spec.file,
    metrics: { ...metrics, log_loss: metrics.model.log_loss.value },
    gate,
    calibration: {},
    baselines: { classPrior: Array.from(prior), features: {} },
    figures: figuresOf(report),
    card: undefined,
    epochs: undefined,
    trainingMs: deps.clock.now() - training.requestedAt,
  });
  return {
    phase: "done",
    result: {
      model_version: training.modelVersion,
      model_status: status,
      onnx_sha256: spec.file.sha256,
      report,
    },
  };
}

const least = (times: Float64Array) => times.reduce((first, time) => Math.min(first, time), Infinity);
const most = (times: Float64Array) => times.reduce((last, time) => Math.max(last, time), -Infinity);
const isoTime = (ts: number) => new Date(ts).toISOString();
