import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { generateBars } from "../../seed/synthetic-market/generate-bars.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { enqueueAlone } from "./enqueue-training.ts";
import { testStack } from "./stack.ts";
import { callFunction, storeHourlyBars } from "./train-over-http.ts";

const HOUR_MS = 3_600_000;
const TO = Date.UTC(2026, 0, 1);
const FROM = TO - 9_000 * HOUR_MS;
export const SYMBOL = "SYN-COIN";
const PARAMS = { rounds: 80 };

/** A stack with a year of bars to train on, whose isolates work in small slices: there are enough of them on a fast machine too. */
export async function trainingStack(log: (source: string, line: string) => void = () => {}): Promise<Stack> {
  const stack = await testStack({ environment: { EDGEWISE_CPU_BUDGET_MS: "120" }, log });
  const instrument = DEMO_INSTRUMENTS.find(({ symbol }) => symbol === SYMBOL)!;
  const bars = generateBars({ symbol: SYMBOL, timeframe: "1h", from: FROM, to: TO });
  await storeHourlyBars(stack, instrument, bars);
  return stack;
}

/** Asks for a training that takes many slices. */
export function triggerLongTraining(stack: Stack, version: string) {
  return callFunction(stack, "POST", "trigger-training", {
    symbols: [SYMBOL],
    timeframe: "1h",
    horizon: 12,
    force_retrain: true,
    to: new Date(TO).toISOString(),
    params: PARAMS,
    model_version: version,
  });
}

/** The same as a job that nobody has been told of. */
export function enqueueLongTraining(stack: Stack, modelVersion: string) {
  return enqueueAlone(stack, { symbols: [SYMBOL], modelVersion, params: PARAMS, to: TO });
}
