import type { Bars } from "../market/bars.ts";
import type { Study } from "./chart.ts";
import { type Extent, extentOf, widen } from "./scale.ts";

/** A line far from the market may squeeze the candles to half of the frame, and no further. */
const OVERLAY_ROOM = 0.5;

/** Share of a panel above its lines, for their names. */
const LEGEND_ROOM = 0.2;

/** The prices a chart shows: all candles, and what overlays need as far as the candles stay readable. */
export function priceExtent(bars: Bars, overlays: readonly Study[]): Extent {
  const market = extentOf([bars.high, bars.low]) ?? { min: 0, max: 1 };
  const drawn = extentOf(overlays.flatMap(({ series }) => series.map(({ values }) => values))) ?? market;
  const room = widen(market, OVERLAY_ROOM);
  return widen(
    {
      min: Math.min(market.min, Math.max(drawn.min, room.min)),
      max: Math.max(market.max, Math.min(drawn.max, room.max)),
    },
    0.04,
  );
}

/** From nothing to the largest volume and a little more, for the name of the frame. */
export function volumeExtent(bars: Bars): Extent {
  return { min: 0, max: 1.15 * (extentOf([bars.volume])?.max || 1) };
}

/** The bounds that the formulas have, else what the values take. */
export function panelExtent({ series }: Study): Extent {
  const bounds = series.flatMap(({ spec }) => (spec.range ? [spec.range] : []));
  if (bounds.length === series.length && bounds.length > 0) {
    return widen(
      { min: Math.min(...bounds.map(([min]) => min)), max: Math.max(...bounds.map(([, max]) => max)) },
      0.04,
    );
  }
  const { min, max } = extentOf(series.map(({ values }) => values)) ?? { min: 0, max: 1 };
  return widen({ min, max: max + LEGEND_ROOM * (max - min) }, 0.06);
}
