import { sha256Hex } from "../../hash/sha256.ts";
import { TIMEFRAME_MS } from "../../market/timeframe.ts";
import type { PredictionPolicy } from "./prediction-policy.ts";
import { DEFAULT_COVERAGE, type PredictionRequest } from "./prediction-request.ts";
import type { Situation } from "./situate.ts";

/** Everything that an answer depends on: a promotion, a new bar or another option makes another key. */
export async function answerKey(
  { model, instrument, bar }: Situation,
  { features, neutralBand, coverage, explain = false }: PredictionRequest,
  policy: PredictionPolicy,
): Promise<string> {
  const names = Object.keys(features).sort();
  const given = JSON.stringify(names.map((name) => [name, features[name]]));
  return [
    "prediction-1",
    model.version,
    instrument.symbol,
    bar.fingerprint,
    neutralBand ?? policy.neutralBand,
    coverage ?? DEFAULT_COVERAGE,
    explain,
    names.length === 0 ? "" : await sha256Hex(new TextEncoder().encode(given)),
  ].join("|");
}

/** When the bar closes that is open now: from then on a newer one may be there. */
export function nextClose({ model, bar }: Situation, now: number): number {
  const stepMs = TIMEFRAME_MS[model.timeframe];
  return bar.ts + stepMs * (Math.floor((now - bar.ts) / stepMs) + 1);
}
