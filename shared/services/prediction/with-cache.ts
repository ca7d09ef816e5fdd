import { createReadThroughCache } from "../../async/read-through-cache.ts";
import { mapSettled } from "../../async/settled.ts";
import { sha256Hex } from "../../hash/sha256.ts";
import { TIMEFRAME_MS } from "../../market/timeframe.ts";
import type { Cache } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";
import {
  DEFAULT_COVERAGE,
  type ModelAnswer,
  type PredictionPolicy,
  type Predictor,
  type ResolvedRequest,
} from "./predictor.ts";

/** Gives answers again that were given before, by this isolate or by another one, while their bar is the newest. */
export function withCache(
  predictor: Predictor,
  deps: {
    readonly cache: Cache;
    readonly clock: Clock;
    readonly policy: PredictionPolicy;
    readonly background: (work: Promise<unknown>) => void;
  },
): Predictor {
  const { clock, policy } = deps;
  const readAll = createReadThroughCache<ModelAnswer>(deps);

  async function queryOf(resolved: ResolvedRequest, isLone: boolean) {
    // Rows that bring their own values are as many as they are different: only a lone one is worth keeping.
    const isKept = policy.cacheMs > 0 && (isLone || Object.keys(resolved.request.features).length === 0);
    return {
      resolved,
      key: isKept ? await answerKey(resolved, policy) : undefined,
      expiresAt: Math.min(clock.now() + policy.cacheMs, nextClose(resolved, clock.now())),
    };
  }

  return async function predictOrRemember(requests) {
    const isLone = requests.length === 1;
    const queries = await Promise.all(requests.map((resolved) => queryOf(resolved, isLone)));
    const outcomes = await readAll(queries, async (missing) => {
      const answered = await predictor(missing.map(({ resolved }) => resolved));
      return mapSettled(answered, ({ answer }) => answer);
    });
    return mapSettled(outcomes, ({ value, isHit }, i) => ({
      resolved: requests[i]!,
      answer: value,
      isCached: isHit,
    }));
  };
}

/** Everything that an answer depends on: a promotion, a new bar or another option makes another key. */
async function answerKey(
  { request, model, instrument, bar }: ResolvedRequest,
  policy: PredictionPolicy,
): Promise<string> {
  const { features, neutralBand, coverage, explain = false } = request;
  const names = Object.keys(features).sort();
  const given = JSON.stringify(names.map((name) => [name, features[name]]));
  return [
    "prediction-2",
    model.version,
    instrument.symbol,
    bar.fingerprint,
    neutralBand ?? policy.neutralBand,
    coverage ?? DEFAULT_COVERAGE,
    explain,
    names.length === 0 ? "" : await sha256Hex(new TextEncoder().encode(given)),
  ].join("|");
}

/** The time when the bar closes that is open now: from then on a newer one may be there. */
function nextClose({ model, bar }: ResolvedRequest, now: number): number {
  const stepMs = TIMEFRAME_MS[model.timeframe];
  return bar.ts + stepMs * (Math.floor((now - bar.ts) / stepMs) + 1);
}
