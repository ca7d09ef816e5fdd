import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { definitionOf } from "../../../shared/services/training/phases/register.ts";
import { linearModel } from "../linear-model.ts";
import { declareInstrument, registerFile } from "../project-data.ts";
import { randomWalkBars } from "../random-walk-bars.ts";
import { clientOf } from "../stack.ts";
import type { RunningStack } from "../stack-process.ts";
import { storeHourlyBars } from "../train-over-http.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TRAINING_BARS = 2_000;
const FIRST_MINUTE = Date.UTC(2024, 0, 1);

/** Trained on and predicted; its hours do not change. */
export const TRADED = {
  symbol: "COIN",
  assetClass: "synthetic",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
} as const;
/** Its minutes are imported while the platform is killed. */
export const IMPORTED = "IMPORT";
/** Models that take turns in serving. */
export const RIVALS = ["rival-0", "rival-1"] as const;
/** Of another horizon than the rivals, whose scope it leaves alone. */
export const TRAINING = {
  symbols: [TRADED.symbol],
  timeframe: "1h",
  horizon: 24,
  force_retrain: true,
  promote: "never",
  params: { rounds: 40 },
};
export const CHUNK_BARS = 2_000;

/** Fills a fresh platform with what the work on it needs. */
export async function prepareProject(stack: RunningStack): Promise<void> {
  const client = clientOf(stack, stack.keys.secret);
  const start = Math.floor(Date.now() / HOUR_MS - TRAINING_BARS) * HOUR_MS;
  await storeHourlyBars(stack, TRADED, randomWalkBars({ rows: TRAINING_BARS, seed: 5, start }));
  await declareInstrument(client, IMPORTED);
  const featureSet = { version: FEATURE_SET.version, definition: definitionOf(FEATURE_SET) };
  for (const [seed, version] of RIVALS.entries()) {
    const bytes = encodeModel(linearModel(FEATURE_SET.features.length, seed));
    await registerFile(client, TRADED.symbol, bytes, { version, featureSet });
  }
}

/** The body of the call that stores the given chunk: each continues the one before. */
export function importOf(chunk: number) {
  const start = FIRST_MINUTE + chunk * CHUNK_BARS * MINUTE_MS;
  const columns = randomWalkBars({ rows: CHUNK_BARS, seed: chunk, start, stepMs: MINUTE_MS });
  const bars = Object.fromEntries(
    Object.entries(columns).map(([field, values]) => [field, Array.from(values as Float64Array)]),
  );
  return { symbol: IMPORTED, timeframe: "1m", bars };
}
