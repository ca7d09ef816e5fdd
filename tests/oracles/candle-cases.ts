import { type SyntheticOptions, syntheticBars } from "./synthetic-bars.ts";

/** Series on which TA-Lib looks for candle patterns: fine prices, and coarse ticks that make ties common. */
const SERIES: readonly SyntheticOptions[] = [
  { seed: 7 },
  { seed: 11, tick: 0.05 },
  { seed: 13, tick: 0.25 },
  { seed: 17, level: 1.1, tick: 0.001 },
];

export const CANDLE_BARS = 6000;

export const CANDLE_SERIES = SERIES.map((options) => syntheticBars(CANDLE_BARS, options));

/** For each series and TA-Lib function: first bar with a verdict, and the bars with one other than 0. */
export type CandleGoldens = readonly Readonly<
  Record<
    string,
    { readonly begin: number; readonly found: readonly (readonly [bar: number, signal: number])[] }
  >
>[];
