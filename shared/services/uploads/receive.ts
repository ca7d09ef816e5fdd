import { Failure } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { sha256Hex } from "../../hash/sha256.ts";
import type { Job } from "../../jobs/job.ts";
import { TIMEFRAME_MS, type Timeframe } from "../../market/timeframe.ts";
import type { GateThresholds } from "../../ml/gate/gate-thresholds.ts";
import type { LabelKind } from "../../ml/labels/label-spec.ts";
import { inspectUpload } from "../../ml/onnx/inspect-upload.ts";
import { uploadFailure } from "../../ml/onnx/upload-failure.ts";
import type { Actor } from "../../ports/actor.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { JobStore } from "../../ports/job-store.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import type { ModelStore } from "../../ports/model-store.ts";
import { COST_PER_TRADE } from "../training/enqueue.ts";
import { universeOf } from "../training/model-names.ts";
import { UPLOAD_EVALUATION_KIND } from "./evaluate-spec.ts";
import { tryModel } from "./try-model.ts";

export interface UploadDeps {
  readonly models: Pick<ModelStore, "get">;
  readonly instruments: InstrumentStore;
  readonly jobs: JobStore;
  readonly files: BlobStore;
  readonly runtime: Pick<ModelRuntime, "load">;
  readonly featureSet: Pick<FeatureSet, "version" | "features">;
  readonly gate: GateThresholds;
  readonly clock: Clock;
}

export interface UploadRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly version: string;
  readonly family: string;
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly horizonBars: number;
  readonly label: LabelKind;
  readonly featureSetVersion: string;
  /** End of what it learned from, epoch milliseconds. */
  readonly trainedUntil: number;
  /** The hash that the file must have; not looked at when left out. */
  readonly sha256?: string;
  readonly actor: Actor;
}

export interface Upload {
  readonly job: Job;
  readonly sha256: string;
}

/** The family whose rows are single bars: which bars are labelled does not depend on the model. */
const SINGLE_BARS = { family: "boosting", params: {}, seed: 0 } as const;

/**
 * Takes an ONNX file of any trainer: checks it, tries it, stores it, and queues the job that evaluates it on the bars after
 * its training. It enters the registry with the verdict, so nothing unevaluated can ever serve.
 * @throws Failure invalid_request, unsupported_model (with `fault`), feature_set_mismatch, unknown_symbol, conflict,
 *   job_running, unavailable
 */
export async function uploadModel(deps: UploadDeps, request: UploadRequest): Promise<Upload> {
  const { bytes, version, featureSetVersion } = request;
  if (bytes.length === 0) throw new Failure("invalid_request", "The body is empty: send the ONNX file.");
  const sha256 = await sha256Hex(bytes);
  refuseOtherHash(sha256, request.sha256);
  if (featureSetVersion !== deps.featureSet.version) {
    const detail = `The model reads the feature set ${featureSetVersion}; this platform computes ${deps.featureSet.version}.`;
    throw new Failure("feature_set_mismatch", detail);
  }
  const names = deps.featureSet.features.map(({ name }) => name);
  const rowShape = inspectUpload(bytes, { version: featureSetVersion, names });
  const symbols = [...new Set(request.symbols)].sort();
  await Promise.all(symbols.map((symbol) => deps.instruments.get(symbol)));
  if (await deps.models.get(version)) {
    throw new Failure("conflict", `There is a model ${version} already.`);
  }
  await tryOnce(deps.runtime, bytes, rowShape);
  const file = { path: `${version}/${sha256}.onnx`, sha256, sizeBytes: bytes.length };
  await deps.files.put(file.path, bytes);
  const { outcome, job } = await deps.jobs.enqueue({
    kind: UPLOAD_EVALUATION_KIND,
    scope: version,
    reserves: version,
    spec: {
      training: trainingOf(request, symbols, deps),
      family: request.family,
      file,
      trainedUntil: request.trainedUntil,
    },
    requestedBy: request.actor,
  });
  if (outcome === "running") throw new Failure("job_running", `An upload of ${version} is being evaluated.`);
  return { job, sha256 };
}

function refuseOtherHash(actual: string, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase() === actual) return;
  const detail = `the body's SHA-256 is ${actual}: the file was damaged on its way`;
  throw new Failure("invalid_request", `/query/sha256: ${detail}`, {
    errors: [{ pointer: "/query/sha256", detail }],
  });
}

async function tryOnce(
  runtime: UploadDeps["runtime"],
  bytes: Uint8Array<ArrayBuffer>,
  rowShape: readonly number[],
): Promise<void> {
  const loaded = await runtime.load(bytes);
  if ("refused" in loaded) {
    throw uploadFailure("no_runtime", "", `No runtime takes the model: ${loaded.reason}.`);
  }
  try {
    await tryModel(loaded, rowShape);
  } finally {
    await loaded.release();
  }
}

/** The bars that it is evaluated on and the gate's demands, in a training's terms. */
function trainingOf(
  request: UploadRequest,
  symbols: readonly string[],
  { featureSet, gate, clock }: UploadDeps,
) {
  const { timeframe, horizonBars, label, version } = request;
  const now = clock.now();
  return {
    ...SINGLE_BARS,
    symbols,
    universe: universeOf(symbols),
    timeframe,
    horizonBars,
    label,
    halfLifeMs: null,
    modelVersion: version,
    featureSetVersion: featureSet.version,
    window: { from: null, to: Math.floor(now / TIMEFRAME_MS[timeframe]) * TIMEFRAME_MS[timeframe] },
    costPerTrade: COST_PER_TRADE,
    gate,
    promote: "never",
    requestedAt: now,
  };
}
