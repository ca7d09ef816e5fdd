import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import type { Bars } from "../../../shared/market/bars.ts";
import type { Instrument } from "../../../shared/market/instrument.ts";
import { boostingLearner } from "../../../shared/ml/boosting/boosting-learner.ts";
import { UNCALIBRATED } from "../../../shared/ml/calibration/calibration.ts";
import { withCalibration } from "../../../shared/ml/onnx/compose.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { definitionOf } from "../../../shared/services/training/phases/register.ts";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { boost, learningProblem } from "../../support/learning-problem.ts";
import { registerFile } from "../../support/project-data.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";
import { clientOf } from "../../support/stack.ts";
import { callFunction, storeHourlyBars } from "../../support/train-over-http.ts";

const HOUR_MS = 3_600_000;
const BARS = 2_000;
const TRAINING_ROWS = 2_000;
const PARAMS = { rounds: 67, maxLeaves: 64, maxDepth: 6 };

export const VERSION = "bench";

export const INSTRUMENT: Instrument = {
  symbol: "BENCH",
  assetClass: "synthetic",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
};

/** Hours up to the current one. */
export function newestBars(): Bars {
  const start = Math.floor(Date.now() / HOUR_MS - BARS) * HOUR_MS;
  return randomWalkBars({ rows: BARS, seed: 1, start });
}

/** A model of the platform's own features and of a usual size: 201 trees of depth 6. */
export function trainedFile(): Uint8Array<ArrayBuffer> {
  const { data } = learningProblem(TRAINING_ROWS, FEATURE_SET.features.length, 1);
  const { params, state } = boost(data, PARAMS);
  return encodeModel(
    withCalibration(boostingLearner.serving.export(params, state, data.featureNames), UNCALIBRATED),
  );
}

/** Puts bars and model into a stack, and lets the model serve. */
export async function storeModel(stack: Stack, bars: Bars, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { symbol } = INSTRUMENT;
  await storeHourlyBars(stack, INSTRUMENT, bars);
  const featureSet = { version: FEATURE_SET.version, definition: definitionOf(FEATURE_SET) };
  await registerFile(clientOf(stack, stack.keys.secret), symbol, file, { version: VERSION, featureSet });
  await callFunction(stack, "POST", `models/${VERSION}/promote`);
}
