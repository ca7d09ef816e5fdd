import { Failure } from "../../failure.ts";
import { computeFeatures, type FeatureMatrix, lookbackOf } from "../../features/compute-features.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import type { Bars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { LabelSpec } from "../../ml/labels/label-spec.ts";
import { barrierDistances } from "../../ml/labels/triple-barrier.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Cache } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";
import { readClosedBars } from "../read-closed-bars.ts";

/** What a prediction is made from: the newest closed bar as a model sees it. JSON, so that it can be cached. */
export interface NewestBar {
  /** Opening time, epoch milliseconds. */
  readonly ts: number;
  readonly close: number;
  /** Distance of the label's barriers as a fraction of the close. */
  readonly barrierDistance: number;
  /** Of each bar that the model looks at, oldest first, in the feature set's order; null where the bars do not tell. */
  readonly features: readonly (number | null)[];
}

export interface NewestBarQuery {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly labelSpec: LabelSpec;
  /** Bars that the model looks at: 1, or the length of its sequences. */
  readonly sequenceLength: number;
}

export interface NewestBarDeps {
  readonly bars: BarStore;
  readonly featureSet: FeatureSet;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly background: (work: Promise<unknown>) => void;
}

/** With what a predictor remembers by itself, a bar that is stored is seen within a second. */
const CACHE_MS = 500;

/**
 * The newest closed bar, from the cache or else from the stored bars. A cache that fails only costs the computing.
 * @throws Failure not_enough_bars, unknown_symbol
 */
export async function readNewestBar(deps: NewestBarDeps, query: NewestBarQuery): Promise<NewestBar> {
  const key = cacheKey(deps.featureSet, query);
  const cached = await deps.cache.get<NewestBar>(key).catch(() => undefined);
  if (cached) return cached;
  const newest = describeNewest(deps.featureSet, await readBarsFor(deps, query), query);
  deps.background(deps.cache.set(key, newest, CACHE_MS));
  return newest;
}

/** Everything that the answer depends on, besides the bars. */
function cacheKey({ version }: FeatureSet, query: NewestBarQuery): string {
  const { instrument, timeframe, labelSpec, sequenceLength } = query;
  const { horizonBars, barrierMultiple, volatilityWindow } = labelSpec;
  const label = [horizonBars, barrierMultiple, volatilityWindow].join(",");
  return ["newest-bar", version, sequenceLength, label, timeframe, instrument.symbol].join(":");
}

/** As many bars as features and barriers look back on. */
function readBarsFor(
  deps: NewestBarDeps,
  { instrument, timeframe, labelSpec, sequenceLength }: NewestBarQuery,
): Promise<Bars> {
  const limit = Math.max(lookbackOf(deps.featureSet) + sequenceLength - 1, labelSpec.volatilityWindow + 1);
  return readClosedBars(deps, { symbol: instrument.symbol, timeframe, limit });
}

function describeNewest(
  featureSet: FeatureSet,
  bars: Bars,
  { instrument, timeframe, labelSpec, sequenceLength }: NewestBarQuery,
): NewestBar {
  const last = bars.ts.length - 1;
  const needed = Math.max(labelSpec.volatilityWindow + 1, sequenceLength);
  if (bars.ts.length < needed) {
    throw new Failure(
      "not_enough_bars",
      `${instrument.symbol} has ${bars.ts.length} closed bars of ${timeframe}; ${needed} are needed.`,
    );
  }
  const barrierDistance = barrierDistances(bars.close, labelSpec)[last]!;
  if (!(barrierDistance > 0)) {
    throw new Failure(
      "not_enough_bars",
      `${instrument.symbol} has not moved in its last ${needed} bars of ${timeframe}: there is no barrier to draw.`,
    );
  }
  const features = newestRows(computeFeatures(bars, instrument, timeframe, featureSet), sequenceLength);
  return {
    ts: bars.ts[last]!,
    close: bars.close[last]!,
    barrierDistance,
    features: features.map((value) => (Number.isNaN(value) ? null : value)),
  };
}

/** The last rows of a matrix, one after another. */
function newestRows({ rows, names, values }: FeatureMatrix, count: number): number[] {
  const width = names.length;
  return Array.from({ length: count * width }, (_, i) => {
    const row = rows - count + Math.floor(i / width);
    return values[(i % width) * rows + row]!;
  });
}
