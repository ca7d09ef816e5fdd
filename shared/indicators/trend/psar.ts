import { defineIndicator } from "../definition.ts";
import { bounded, price } from "../outputs.ts";
import { real } from "../params.ts";

const psarState = () => ({
  high: Number.NaN,
  low: Number.NaN,
  long: 0,
  count: 0,
  sar: 0,
  extreme: 0,
  acceleration: 0,
});

type PsarState = ReturnType<typeof psarState>;

/** The trend of the first step is that of its larger directional movement; the stop is the first bar's far end. */
function begin(high: number, low: number, step: number, state: PsarState): void {
  const down = state.low - low;
  state.long = Number(!(down > 0 && down > high - state.high));
  state.sar = state.long ? state.low : state.high;
  state.extreme = state.long ? high : low;
  state.acceleration = step;
  // From here on "the bar before" of the first step is that step itself.
  state.high = high;
  state.low = low;
}

/** Takes one bar and gives the stop that was in force for it. */
function advance(high: number, low: number, step: number, maximum: number, state: PsarState): number {
  const touched = state.long ? low <= state.sar : high >= state.sar;
  let stop = state.sar;
  if (touched) {
    state.long = 1 - state.long;
    stop = hold(state.extreme, high, low, state);
    state.acceleration = step;
    state.extreme = state.long ? high : low;
  } else if (state.long ? high > state.extreme : low < state.extreme) {
    state.extreme = state.long ? high : low;
    state.acceleration = Math.min(state.acceleration + step, maximum);
  }
  state.sar = hold(stop + state.acceleration * (state.extreme - stop), high, low, state);
  return stop;
}

/** The stop must not come inside the range of the last two bars. */
function hold(stop: number, high: number, low: number, state: PsarState): number {
  return state.long ? Math.min(stop, state.low, low) : Math.max(stop, state.high, high);
}

/** Wilder's parabolic stop and reverse. `is_reversal` is 1 at the bars that touched the stop. */
export function psar(
  high: Float64Array,
  low: Float64Array,
  step: number,
  maximum: number,
  state = psarState(),
) {
  const out = new Float64Array(high.length).fill(Number.NaN);
  const is_reversal = out.slice();
  for (let i = 0; i < out.length; i++) {
    const h = high[i]!;
    const l = low[i]!;
    if (Number.isNaN(h)) continue;
    if (++state.count === 2) begin(h, l, Math.min(step, maximum), state);
    if (state.count > 1) {
      const long = state.long;
      out[i] = advance(h, l, Math.min(step, maximum), maximum, state);
      is_reversal[i] = Number(state.long !== long);
    }
    state.high = h;
    state.low = l;
  }
  return { psar: out, is_reversal };
}

export const PSAR = defineIndicator({
  id: "psar",
  title: "Parabolic SAR",
  category: "trend",
  source: "Wilder 1978, New Concepts in Technical Trading Systems; started as TA-Lib's SAR.",
  params: { step: real(0.02, 0, 1), maximum: real(0.2, 0.001, 1) },
  inputs: ["high", "low"],
  outputs: { psar: price, is_reversal: bounded(0, 1) },
  memory: "cumulative",
  warmUp: () => 1,
  state: psarState,
  run: ({ high, low }, { step, maximum }, state) => psar(high, low, step, maximum, state),
});
