import type { IndicatorBars } from "../../../shared/indicators/indicator-bars.ts";

/** One library's way of computing indicators with the catalogue's default settings, by the catalogue's ids. */
export type Contender = Readonly<Record<string, () => unknown>>;

/** Prices as plain arrays, as most libraries want them. */
export interface PlainBars {
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

export function plainBars(bars: IndicatorBars): PlainBars {
  return {
    open: Array.from(bars.open),
    high: Array.from(bars.high),
    low: Array.from(bars.low),
    close: Array.from(bars.close),
    volume: Array.from(bars.volume),
  };
}
