import type { Bars } from "../../market/bars.ts";
import { type LabelSpec, type Labels, noLabels } from "./label-spec.ts";
import { trailingVolatility } from "./trailing-volatility.ts";

/** Distance of the barriers from the entry price after each bar, as a fraction of that price; NaN in warm-up. */
export function barrierDistances(close: Float64Array, spec: LabelSpec): Float64Array {
  const scale = spec.barrierMultiple * Math.sqrt(spec.horizonBars);
  return trailingVolatility(close, spec.volatilityWindow).map((sigma) => scale * sigma);
}

/**
 * Triple-barrier labels (López de Prado, Advances in Financial Machine Learning, 3.4) for three classes.
 *
 * - The decision falls at the close of a row, so the entry is the next bar's open: the first price that anybody who
 *   waited for the close can get. Barriers stand at entry (1 +- distance), and only bars row + 1 .. row + horizon count.
 * - BUY: the upper barrier is touched first; SELL: the lower one; HOLD: neither, and the position is closed at the
 *   last bar's close.
 * - A bar that touches both does not say which came first. The pessimistic reading is that either position met its
 *   stop, so nothing was to be earned: HOLD, and long and short both lose the distance.
 * - A bar that opens beyond a barrier settles it at that open, for better or worse: nobody gets a price that was
 *   jumped over.
 * - A row is labelled only when its whole horizon is there, even if a barrier is touched sooner: keeping early touches
 *   alone would fill the newest rows with BUY and SELL.
 */
export function tripleBarrierLabels(bars: Bars, spec: LabelSpec): Labels {
  const rows = bars.close.length;
  const labels = noLabels(barrierDistances(bars.close, spec));
  for (let row = 0; row + spec.horizonBars < rows; row++) {
    if (!(labels.distance[row]! > 0)) continue;
    const settled = settle(bars, row, row + spec.horizonBars, labels.distance[row]!);
    labels.label[row] = settled.label;
    labels.end[row] = settled.end;
    labels.longReturn[row] = settled.longReturn;
    labels.shortReturn[row] = settled.shortReturn;
  }
  return labels;
}

interface Outcome {
  readonly label: number;
  readonly end: number;
  readonly longReturn: number;
  readonly shortReturn: number;
}

const outcome = (label: number, end: number, longReturn: number, shortReturn = -longReturn): Outcome => ({
  label,
  end,
  longReturn,
  shortReturn,
});

/** Follows one position from the open of `row + 1` to the first barrier, at the latest to the close of `last`. */
export function settle(bars: Bars, row: number, last: number, distance: number): Outcome {
  const entry = bars.open[row + 1]!;
  const upper = entry * (1 + distance);
  const lower = entry * (1 - distance);
  for (let bar = row + 1; bar <= last; bar++) {
    const open = bars.open[bar]!;
    if (open >= upper) return outcome(2, bar, open / entry - 1);
    if (open <= lower) return outcome(0, bar, open / entry - 1);
    const touchesUpper = bars.high[bar]! >= upper;
    const touchesLower = bars.low[bar]! <= lower;
    if (touchesUpper && touchesLower) return outcome(1, bar, -distance, -distance);
    if (touchesUpper) return outcome(2, bar, distance);
    if (touchesLower) return outcome(0, bar, -distance);
  }
  return outcome(1, last, bars.close[last]! / entry - 1);
}
