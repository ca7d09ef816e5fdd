import type { IndicatorBars } from "../../shared/indicators/indicator-bars.ts";
import { emptyBars } from "../../shared/market/bars.ts";
import { candleBars, syntheticBars } from "./synthetic-bars.ts";

type Ohlc = readonly [open: number, high: number, low: number, close: number];

const ORDINARY: readonly Ohlc[] = Array.from({ length: 14 }, (_, k) =>
  k % 2 === 0 ? ([100, 105, 97, 103] as const) : ([103, 106, 98, 100] as const),
);

/** Examples of the patterns that chance hardly ever makes, each after ordinary candles. */
const TEXTBOOK: readonly Ohlc[] = [
  // three stars in the south
  ...ORDINARY,
  [110, 110.2, 89, 100],
  [104, 104.2, 93, 98],
  [97, 97, 96.5, 96.5],
  // concealing baby swallow
  ...ORDINARY,
  [120, 120, 112, 112],
  [112, 112, 104, 104],
  [100, 105, 98, 98],
  [107, 107, 95, 95],
  // mat hold
  ...ORDINARY,
  [100, 111, 99.5, 110],
  [113, 113.5, 111.8, 112],
  [111.5, 112, 108.5, 109],
  [110.5, 111, 108, 108.5],
  [109, 117, 108.8, 116],
];

function toBars(candles: readonly Ohlc[]): IndicatorBars {
  const column = (index: 0 | 1 | 2 | 3) => Float64Array.from(candles, (candle) => candle[index]);
  return { ...emptyBars(candles.length), open: column(0), high: column(1), low: column(2), close: column(3) };
}

const CANDLE_BARS = 8000;

/** Series on which TA-Lib looks for candle patterns: a market, candles of few sizes with many ties, and textbook examples. */
export const CANDLE_SERIES: readonly IndicatorBars[] = [
  syntheticBars(CANDLE_BARS, { seed: 7 }),
  candleBars(CANDLE_BARS, 11, 0.01),
  candleBars(CANDLE_BARS, 13, 0.25),
  candleBars(CANDLE_BARS, 17, 0.0001),
  toBars(TEXTBOOK),
];

/** For each series and TA-Lib function: first bar with a verdict, and the bars with one other than 0. */
export type CandleGoldens = readonly Readonly<
  Record<
    string,
    { readonly begin: number; readonly found: readonly (readonly [bar: number, signal: number])[] }
  >
>[];
