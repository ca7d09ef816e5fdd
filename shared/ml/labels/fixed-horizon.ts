import type { Bars } from "../../market/bars.ts";
import { type LabelSpec, type Labels, noLabels } from "./label-spec.ts";
import { barrierDistances } from "./triple-barrier.ts";

/**
 * Fixed-horizon labels: where the price stands when a time on the clock has passed.
 *
 * - The decision falls at the close of a row and the entry is the next bar's open, as for triple barriers.
 * - The position ends at the first price from `horizonBars` bar lengths after the decision on: the close of the bar that
 *   ends then, or, where the market sleeps then, the next open.
 * - BUY: it has gained more than the neutral band; SELL: it has lost more; HOLD: anything between, a flat price too. The
 *   band grows and shrinks with trailing volatility, so all three classes exist in calm and in wild markets.
 * - A row is unlabelled when the market sleeps for longer than the horizon before the position ends: what happens over
 *   a night is not what a forecast of one minute is about. Shorter gaps (a missing bar, a weekend within a month) are
 *   part of the horizon, because time passes in them too.
 */
export function fixedHorizonLabels(bars: Bars, spec: LabelSpec, timeframeMs: number): Labels {
  const labels = noLabels(barrierDistances(bars.close, spec));
  const horizonMs = spec.horizonBars * timeframeMs;
  const ends = endingBars(bars.ts, horizonMs, timeframeMs);
  for (const [row, end] of ends.entries()) {
    const distance = labels.distance[row]!;
    if (end < 0 || !(distance > 0)) continue;
    const endsAt = bars.ts[row]! + timeframeMs + horizonMs;
    const exit = bars.ts[end]! < endsAt ? bars.close[end]! : bars.open[end]!;
    const gained = exit / bars.open[row + 1]! - 1;
    labels.label[row] = gained > distance ? 2 : gained < -distance ? 0 : 1;
    labels.end[row] = end;
    labels.longReturn[row] = gained;
    labels.shortReturn[row] = -gained;
  }
  return labels;
}

/** The bar with the first price from the end of each row's horizon on; -1 where there is none or the market slept. */
function endingBars(ts: Float64Array, horizonMs: number, timeframeMs: number): Int32Array {
  const ends = new Int32Array(ts.length).fill(-1);
  /** The newest bar that was opened after a sleep. */
  let wokeAt = 0;
  for (let row = 0, end = 0; row < ts.length; row++) {
    // A bar that closes before the horizon's end has no price from then on.
    while (end <= row || ts[end]! < ts[row]! + horizonMs) {
      if (++end === ts.length) return ends;
      if (ts[end]! - ts[end - 1]! - timeframeMs > horizonMs) wokeAt = end;
    }
    if (wokeAt <= row) ends[row] = end;
  }
  return ends;
}
