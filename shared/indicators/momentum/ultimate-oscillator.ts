import { defineIndicator } from "../definition.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { trueRange, trueRangeState } from "../kernel/true-range.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const spanState = (period: number) => ({ pressure: rollingSumState(period), range: rollingSumState(period) });
const ultimateOscillatorState = (short: number, middle: number, long: number) => ({
  range: trueRangeState(),
  previous: Number.NaN,
  short: spanState(short),
  middle: spanState(middle),
  long: spanState(long),
});

/** Close less the lower of the bar's low and the close before it; the first bar has none. */
function buyingPressure(low: Float64Array, close: Float64Array, state: { previous: number }): Float64Array {
  const out = new Float64Array(close.length);
  for (let i = 0; i < close.length; i++) {
    out[i] = close[i]! - Math.min(low[i]!, state.previous);
    if (!Number.isNaN(close[i]!)) state.previous = close[i]!;
  }
  return out;
}

/** Williams's ultimate oscillator: buying pressure over true range, in three spans weighted 4, 2 and 1. */
export function ultimateOscillator(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  short: number,
  middle: number,
  long: number,
  state = ultimateOscillatorState(short, middle, long),
): Float64Array {
  const range = trueRange(high, low, close, state.range);
  const pressure = buyingPressure(low, close, state);
  const share = (period: number, span: ReturnType<typeof spanState>) => {
    const part = rollingSum(pressure, period, 1, span.pressure);
    const whole = rollingSum(range, period, 1, span.range);
    for (let i = 0; i < part.length; i++) part[i] = whole[i] === 0 ? 0.5 : part[i]! / whole[i]!;
    return part;
  };
  const out = share(long, state.long);
  const shortShare = share(short, state.short);
  const middleShare = share(middle, state.middle);
  for (let i = 0; i < out.length; i++)
    out[i] = (100 * (4 * shortShare[i]! + 2 * middleShare[i]! + out[i]!)) / 7;
  return out;
}

export const ULTIMATE_OSCILLATOR = defineIndicator({
  id: "ultimate_oscillator",
  title: "Ultimate oscillator",
  category: "momentum",
  source: "Williams 1985, Stocks & Commodities 3:4. No range in a span is neutral, 50.",
  params: { short: barCount(7), middle: barCount(14), long: barCount(28) },
  refuse: ({ short, middle, long }) =>
    short < middle && middle < long
      ? undefined
      : `"short" < "middle" < "long" must hold, got ${short}, ${middle}, ${long}`,
  inputs: ["high", "low", "close"],
  outputs: { ultimate_oscillator: bounded(0, 100) },
  memory: "finite",
  warmUp: ({ long }) => long,
  state: ({ short, middle, long }) => ultimateOscillatorState(short, middle, long),
  run: ({ high, low, close }, { short, middle, long }, state) => ({
    ultimate_oscillator: ultimateOscillator(high, low, close, short, middle, long, state),
  }),
});
