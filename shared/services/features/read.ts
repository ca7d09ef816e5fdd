import { computeFeatures, type FeatureMatrix, lookbackOf } from "../../features/compute-features.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { sliceBars } from "../../market/bars.ts";
import { closedBefore } from "../../market/timeframe.ts";
import type { BarQuery, BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";

export interface FeaturePage {
  /** Opening times of the page's bars, oldest first. */
  readonly ts: Float64Array;
  /** Features of the page's bars, which are its last rows, and of bars before them that they look back on. */
  readonly matrix: FeatureMatrix;
  /** Where the next page begins (epoch ms); undefined on the last one. */
  readonly next: number | undefined;
}

interface FeatureDeps {
  readonly bars: BarStore;
  readonly instruments: InstrumentStore;
  readonly featureSet: FeatureSet;
  readonly clock: Clock;
}

/**
 * The features of one page of closed bars, oldest first: the same numbers that trainings and predictions see.
 * @throws Failure unknown_symbol, unavailable
 */
export async function readFeatures(
  deps: FeatureDeps,
  query: Omit<BarQuery, "newestFirst">,
): Promise<FeaturePage> {
  const { symbol, timeframe, limit } = query;
  const instrument = await deps.instruments.get(symbol);
  const closed = closedBefore(deps.clock.now(), timeframe);
  const to = Math.min(query.to ?? closed, closed);
  const history = await historyBefore(deps, query);
  const from = history[0] ?? query.from;
  const found = await deps.bars.read({
    symbol,
    timeframe,
    to,
    limit: history.length + limit + 1,
    ...(from !== undefined && { from }),
  });
  const next = found.ts[history.length + limit];
  const bars = sliceBars(found, 0, history.length + limit);
  return {
    ts: bars.ts.subarray(history.length),
    matrix: computeFeatures(bars, instrument, timeframe, deps.featureSet),
    next,
  };
}

/** Opening times of the bars before the range that its first bar's features look back on. */
async function historyBefore(
  { bars, featureSet }: FeatureDeps,
  { symbol, timeframe, from }: Omit<BarQuery, "newestFirst">,
): Promise<Float64Array> {
  const limit = lookbackOf(featureSet) - 1;
  if (from === undefined || limit === 0) return new Float64Array();
  return (await bars.read({ symbol, timeframe, to: from, limit, newestFirst: true })).ts;
}
