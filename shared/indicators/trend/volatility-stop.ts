import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { bounded, price, sparse } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

const volatilityStopState = () => ({
  atr: atrState(),
  previous: lagState(1),
  count: 0,
  first: 0,
  long: 0,
  /** Significant close: the best one of the present trend. */
  significant: 0,
  highest: 0,
  lowest: 0,
  stopped: 0,
});

type VolatilityStopState = ReturnType<typeof volatilityStopState>;

/** Before the first stop there is only a guess at the trend: up if the last of `period` closes is above the first. */
function guess(close: number, period: number, state: VolatilityStopState): void {
  state.highest = state.count === 0 ? close : Math.max(state.highest, close);
  state.lowest = state.count === 0 ? close : Math.min(state.lowest, close);
  if (state.count === 0) state.first = close;
  if (++state.count < period) return;
  state.long = Number(close > state.first);
  state.significant = state.long ? state.highest : state.lowest;
}

/** Follows the trend by one close; true where the close is beyond the stop and the trend turns. */
function follow(close: number, stop: number, state: VolatilityStopState): boolean {
  const turns = state.long ? close < stop : close > stop;
  if (turns) {
    state.long = 1 - state.long;
    state.significant = close;
  } else
    state.significant = state.long ? Math.max(state.significant, close) : Math.min(state.significant, close);
  return turns;
}

/** Wilder's volatility system: a stop `multiplier` ATR (of the bar before) from the best close of the trend. */
export function volatilityStop(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  multiplier: number,
  state = volatilityStopState(),
) {
  const range = lag(atr(high, low, close, period, state.atr), 1, state.previous);
  const sar = new Float64Array(close.length).fill(Number.NaN);
  const is_stop = sar.slice();
  const upper_band = sar.slice();
  const lower_band = sar.slice();
  for (let i = 0; i < close.length; i++) {
    const c = close[i]!;
    if (Number.isNaN(c)) continue;
    if (state.count < period) {
      guess(c, period, state);
      continue;
    }
    const band = state.long ? lower_band : upper_band;
    const stop = state.significant + (state.long ? -1 : 1) * multiplier * range[i]!;
    const turns = follow(c, stop, state);
    if (state.stopped) {
      sar[i] = band[i] = stop;
      is_stop[i] = Number(turns);
    }
    if (turns) state.stopped = 1;
  }
  return { volatility_stop: sar, is_stop, upper_band, lower_band };
}

export const VOLATILITY_STOP = defineIndicator({
  id: "volatility_stop",
  title: "Volatility stop",
  category: "trend",
  source:
    "Wilder 1978, the volatility system; values begin after the first stop, since the first trend is a guess.",
  params: { period: barCount(7), multiplier: real(3, 0.1, 20) },
  inputs: ["high", "low", "close"],
  outputs: {
    volatility_stop: sparse(price),
    is_stop: sparse(bounded(0, 1)),
    upper_band: sparse(price),
    lower_band: sparse(price),
  },
  memory: "decaying",
  warmUp: ({ period }) => period + 1,
  state: volatilityStopState,
  run: ({ high, low, close }, { period, multiplier }, state) =>
    volatilityStop(high, low, close, period, multiplier, state),
});
