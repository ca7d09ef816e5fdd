import { renko } from "../../shared/indicators/structure/renko.ts";
import type { Bars } from "../../shared/market/bars.ts";

/** Renko bricks: columns of their own length, several or none a bar. */
export type RenkoBricks = Record<"ts" | "open" | "close" | "high" | "low" | "volume", number[]>;

/**
 * The bricks that the indicator tells of bar by bar, as published tables list them: each with the time of the bar that
 * completed it, the extremes of the bars since the bricks before, and its share of their volume.
 * @param base price from which the first brick is measured
 */
export function renkoBricks(bars: Bars, size: number, base: number): RenkoBricks {
  const state = { size, top: base, bottom: base, direction: 0 };
  const { bricks, brick_close, direction } = renko(bars.close.slice(1), 1, state);
  const all: RenkoBricks = { ts: [], open: [], close: [], high: [], low: [], volume: [] };
  let first = 1;
  bricks.forEach((signed, i) => {
    const bar = i + 1;
    const count = Math.abs(signed);
    if (count === 0) return;
    const step = size * direction[i]!;
    for (let left = count; left > 0; left--) {
      const close = brick_close[i]! - (left - 1) * step;
      all.ts.push(bars.ts[bar]!);
      all.open.push(close - step);
      all.close.push(close);
      all.high.push(Math.max(...bars.high.subarray(first, bar + 1)));
      all.low.push(Math.min(...bars.low.subarray(first, bar + 1)));
      all.volume.push(bars.volume.subarray(first, bar + 1).reduce((sum, volume) => sum + volume, 0) / count);
    }
    first = bar + 1;
  });
  return all;
}
