import { findMarketProfile } from "../../seed/synthetic-market/market-profiles.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import type { Bars } from "../../shared/market/bars.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import type { LoadedModel } from "../../shared/ports/model-runtime.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import type { TrainingResult } from "../../shared/services/training/state.ts";
import { trainingFixture } from "../support/training-fixture.ts";

/** Trains one model on hourly bars of synthetic markets: the platform's own job and features, stored in memory. */
export async function trainSynthetic(
  series: Readonly<Record<string, Bars>>,
  params: Readonly<Record<string, unknown>> = {},
  family = "boosting-leafwise",
): Promise<{
  readonly result: TrainingResult;
  readonly model: TrainedModel;
  readonly file: Uint8Array<ArrayBuffer>;
}> {
  const instruments = Object.keys(series).map((symbol) => findMarketProfile(symbol).instrument);
  const platform = await trainingFixture(series, evaluatorRuntime, { featureSet: FEATURE_SET, instruments });
  const { job } = await platform.enqueue({ family, params });
  const slice = await runJobSlice(platform.runner(), { budgetMs: Infinity, leaseMs: Infinity });
  if (slice.kind === "failed") throw slice.cause;
  const { result } = (await platform.jobs.find(job.id))!;
  const model = platform.registered[0]!;
  return { result: result as TrainingResult, model, file: (await platform.files.get(model.file.path))! };
}

/** The model of a file, as the platform runs it. */
export async function loadModel(file: Uint8Array<ArrayBuffer>): Promise<LoadedModel> {
  const model = await evaluatorRuntime.load(file);
  if ("refused" in model) throw new Error(model.reason);
  return model;
}
