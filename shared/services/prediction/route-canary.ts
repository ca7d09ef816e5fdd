import { stableHash } from "../../hash/stable-hash.ts";
import type { ActiveModel, Model } from "../../ports/model-store.ts";

/** Who answers for a bar, and who predicts it in the shadow so that the two can be compared. */
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
