import { settledValue } from "../../async/settled.ts";
import { stableHash } from "../../hash/stable-hash.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ActiveModel, Model } from "../../ports/model-store.ts";
import type { Answered, Predictor, ResolvedRequest } from "./predictor.ts";

/** The model that answers for a bar, and the one that predicts it in the shadow so that the two can be compared. */
export interface CanaryRoute {
  readonly answers: Model;
  readonly shadow: Model | undefined;
}

const HASHES = 2 ** 32;

/**
 * Gives a bar of a symbol to the active model or to its canary. The unit is the bar, not the caller: whoever asks about
 * it gets the same answer, so a cached one is right for everybody, nobody is left with the worse model for good, and
 * the other model's shadow prediction makes each bar a comparison of the two on the same inputs.
 * @param barTs opening time of the newest closed bar, epoch milliseconds
 */
export function routeCanary(
  active: ActiveModel,
  { symbol, barTs }: { readonly symbol: string; readonly barTs: number },
): CanaryRoute {
  const { canary, universe, timeframe, horizonBars } = active;
  if (!canary) return { answers: active, shadow: undefined };
  const point = (100 * stableHash([universe, timeframe, horizonBars, symbol, barTs].join(" "))) / HASHES;
  const isCanarys = point < (canary.canaryPercent ?? 0);
  return isCanarys ? { answers: canary, shadow: active } : { answers: active, shadow: canary };
}

/** A canary that fails must not fail its request: the active model answers, and the log says why. */
export function withCanaryFallback(
  predictor: Predictor,
  { background }: { readonly background: (work: Promise<unknown>) => void },
): Predictor {
  return async function predictOrFallBack(requests) {
    const outcomes = await predictor(requests);
    return await Promise.all(
      outcomes.map(async (outcome, i) => {
        const { model, shadow } = requests[i]!;
        if (outcome.status === "fulfilled" || model.state !== "canary" || !shadow) return outcome;
        background(Promise.reject(outcome.reason));
        const [instead] = await predictor([{ ...requests[i]!, model: shadow, shadow: undefined }]);
        return instead!;
      }),
    );
  };
}

/**
 * Has the other model of the scope predict the same bars in the background. A cached answer had its shadow when it was
 * made, and what a caller put in says nothing of how good a model is.
 * @param deps.models answers the shadows, without a cache
 * @param deps.record keeps a shadow's answer; resolves when it is durable
 */
export function withShadow(
  predictor: Predictor,
  deps: {
    readonly models: Predictor;
    readonly record: (answered: Answered) => Promise<unknown>;
    readonly clock: Pick<Clock, "elapsed">;
    readonly background: (work: Promise<unknown>) => void;
  },
): Predictor {
  async function predictInShadow(outcomes: readonly PromiseSettledResult<Answered>[]): Promise<void> {
    const startedMs = deps.clock.elapsed();
    const shadows = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" ? shadowOf(outcome.value, startedMs) : [],
    );
    if (shadows.length === 0) return;
    const answered = await deps.models(shadows);
    await Promise.all(answered.map(async (outcome) => await deps.record(settledValue(outcome))));
  }

  return async function predictWithShadow(requests) {
    const outcomes = await predictor(requests);
    deps.background(predictInShadow(outcomes));
    return outcomes;
  };
}

/** The same question to the other model, in nobody's name; none where there is nothing to compare. */
function shadowOf({ resolved, isCached }: Answered, startedMs: number): ResolvedRequest[] {
  const { shadow, request } = resolved;
  if (isCached || !shadow || Object.keys(request.features).length > 0) return [];
  const ofNobody = { ...request, userId: undefined, apiKeyId: undefined };
  return [{ ...resolved, model: shadow, shadow: undefined, request: ofNobody, startedMs }];
}
