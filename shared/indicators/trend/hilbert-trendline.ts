import { defineIndicator } from "../definition.ts";
import { fourBarAverage, HILBERT_WARM_UP, hilbertState, stepHilbert } from "../kernel/hilbert.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { price, ratio } from "../outputs.ts";

/** Longest cycle measured, in bars. */
const LONGEST = 50;
/** Bars before the trendline is smoothed. */
const SMOOTH_FROM = 11;

const hilbertTrendlineState = () => ({
  hilbert: hilbertState(),
  prices: new Float64Array(LONGEST),
  averages: new Float64Array(4),
  smoothPeriod: 0,
});

type HilbertTrendlineState = ReturnType<typeof hilbertTrendlineState>;

const push = (ring: Float64Array, value: number) => {
  ring.copyWithin(1, 0);
  ring[0] = value;
};

/** Mean of the prices of the last whole cycle (or of all, while there are fewer). */
function cycleAverage(state: HilbertTrendlineState, cycle: number): number {
  let sum = 0;
  for (let k = 0; k < cycle; k++) sum += state.prices[k]!;
  return cycle > 0 ? sum / cycle : state.prices[0]!;
}

/** Ehlers's instantaneous trendline: the price averaged over the dominant cycle, which takes the cycle out of it. */
export function hilbertTrendline(x: Float64Array, state = hilbertTrendlineState()) {
  const trendline = new Float64Array(x.length).fill(Number.NaN);
  const smooth_price = trendline.slice();
  const cycle_period = trendline.slice();
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    if (Number.isNaN(v)) continue;
    stepHilbert(v, state.hilbert);
    push(state.prices, v);
    const { count, period } = state.hilbert;
    state.smoothPeriod = 0.33 * period + 0.67 * state.smoothPeriod;
    const cycle = Math.min(Math.trunc(state.smoothPeriod + 0.5), count);
    push(state.averages, cycleAverage(state, cycle));
    trendline[i] = count > SMOOTH_FROM ? fourBarAverage(state.averages) : v;
    if (count <= HILBERT_WARM_UP) continue;
    smooth_price[i] = fourBarAverage(state.hilbert.price);
    if (cycle > 0) cycle_period[i] = cycle;
  }
  return { trendline, smooth_price, cycle_period };
}

export const HILBERT_TRENDLINE = defineIndicator({
  id: "hilbert_trendline",
  title: "Hilbert instantaneous trendline",
  category: "trend",
  source:
    "Ehlers 2001, Rocket Science for Traders, on the median price; filters start from zeros at the first bar.",
  params: {},
  inputs: ["high", "low"],
  outputs: { trendline: price, smooth_price: price, cycle_period: ratio },
  memory: "decaying",
  warmUp: () => HILBERT_WARM_UP + 1,
  state: hilbertTrendlineState,
  run: ({ high, low }, _, state) => hilbertTrendline(medianPrice(high, low), state),
});
