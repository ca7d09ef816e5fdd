import { Failure } from "../../failure.ts";
import { computeFeatures, type FeatureMatrix, lookbackOf } from "../../features/compute-features.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import type { Bars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { LabelSpec } from "../../ml/labels/label-spec.ts";
import { barrierDistances } from "../../ml/labels/triple-barrier.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { NewestBar } from "./newest-bar.ts";

/** A bar as a model sees it. */
export interface BarView {
  /** Distance of the label's barriers as a fraction of the close. */
  readonly barrierDistance: number;
  /** Of each bar that the model looks at, oldest first, in the feature set's order; null where the bars do not tell. */
  readonly features: readonly (number | null)[];
}

export interface BarViewQuery {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly labelSpec: LabelSpec;
  /** Bars that the model looks at: 1, or the length of its sequences. */
  readonly sequenceLength: number;
  readonly bar: NewestBar;
}

/** @throws Failure not_enough_bars, unknown_symbol */
export async function readBarView(
  deps: { readonly bars: BarStore; readonly featureSet: FeatureSet },
  query: BarViewQuery,
): Promise<BarView> {
  const { instrument, timeframe, labelSpec, sequenceLength, bar } = query;
  const limit = Math.max(lookbackOf(deps.featureSet) + sequenceLength - 1, labelSpec.volatilityWindow + 1);
  const { symbol } = instrument;
  // Up to that bar: a newer one may have come since.
  const bars = await deps.bars.read({ symbol, timeframe, to: bar.ts + 1, limit, newestFirst: true });
  const barrierDistance = newestDistance(bars, query);
  const matrix = computeFeatures(bars, instrument, timeframe, deps.featureSet);
  const features = newestRows(matrix, sequenceLength);
  return { barrierDistance, features: features.map((value) => (Number.isNaN(value) ? null : value)) };
}

function newestDistance(
  { ts, close }: Bars,
  { instrument, timeframe, labelSpec, sequenceLength }: BarViewQuery,
): number {
  const needed = Math.max(labelSpec.volatilityWindow + 1, sequenceLength);
  if (ts.length < needed) {
    throw new Failure(
      "not_enough_bars",
      `${instrument.symbol} has ${ts.length} closed bars of ${timeframe}; ${needed} are needed.`,
    );
  }
  const distance = barrierDistances(close, labelSpec).at(-1)!;
  if (distance > 0) return distance;
  throw new Failure(
    "not_enough_bars",
    `${instrument.symbol} has not moved in its last ${needed} bars of ${timeframe}: there is no barrier to draw.`,
  );
}

/** The last rows of a matrix, one after another. */
function newestRows({ rows, names, values }: FeatureMatrix, count: number): number[] {
  const width = names.length;
  return Array.from({ length: count * width }, (_, i) => {
    const row = rows - count + Math.floor(i / width);
    return values[(i % width) * rows + row]!;
  });
}
