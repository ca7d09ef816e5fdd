import { defineIndicator } from "../definition.ts";
import { bounded, jumping, price } from "../outputs.ts";
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
type PsarColumns = { readonly psar: Float64Array; readonly is_reversal: Float64Array };

/** Passes over the first bar and gives the row of the second, whose larger directional movement is the first trend. */
function begin(high: Float64Array, low: Float64Array, step: number, state: PsarState): number {
  for (let row = 0; row < high.length; row++) {
    const h = high[row]!;
    const l = low[row]!;
    if (Number.isNaN(h)) continue;
    if (++state.count === 2) {
      const down = state.low - l;
      state.long = Number(!(down > 0 && down > h - state.high));
      // The stop is the first bar's far end. From here on "the bar before" of the first step is that step itself.
      state.sar = state.long ? state.low : state.high;
      state.extreme = state.long ? h : l;
      state.acceleration = step;
    }
    state.high = h;
    state.low = l;
    if (state.count === 2) return row;
  }
  return high.length;
}

/**
 * Writes the stops from `row` on until a bar touches one, and gives that bar's row. A short trade is a long one in the
 * mirror: with every price negated, highs for lows.
 */
function follow(
  high: Float64Array,
  low: Float64Array,
  step: number,
  maximum: number,
  row: number,
  state: PsarState,
  out: PsarColumns,
): number {
  const [sign, ahead, behind] = state.long ? [1, high, low] : [-1, low, high];
  let stop = sign * state.sar;
  let extreme = sign * state.extreme;
  let previousNear = sign * (state.long ? state.low : state.high);
  let previousFar = sign * (state.long ? state.high : state.low);
  let { acceleration } = state;
  for (; row < ahead.length; row++) {
    const near = sign * behind[row]!;
    const far = sign * ahead[row]!;
    if (near <= stop) break;
    if (Number.isNaN(near)) continue;
    out.psar[row] = sign * stop;
    out.is_reversal[row] = 0;
    if (far > extreme) {
      extreme = far;
      acceleration = Math.min(acceleration + step, maximum);
    }
    stop = Math.min(stop + acceleration * (extreme - stop), previousNear, near);
    previousNear = near;
    previousFar = far;
  }
  state.sar = sign * stop;
  state.extreme = sign * extreme;
  state.acceleration = acceleration;
  state.high = state.long ? previousFar : -previousNear;
  state.low = state.long ? previousNear : -previousFar;
  return row;
}

/** A bar has touched the stop: the trade turns at its extreme. Gives the stop in force for the new trade. */
function turn(high: number, low: number, step: number, state: PsarState): number {
  state.long = 1 - state.long;
  const stop = hold(state.extreme, high, low, state);
  state.extreme = state.long ? high : low;
  state.acceleration = step;
  state.sar = hold(stop + step * (state.extreme - stop), high, low, state);
  state.high = high;
  state.low = low;
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
): PsarColumns {
  const stops = new Float64Array(high.length).fill(Number.NaN);
  const out: PsarColumns = { psar: stops, is_reversal: stops.slice() };
  const firstStep = Math.min(step, maximum);
  let row = state.count < 2 ? begin(high, low, firstStep, state) : 0;
  for (; row < stops.length; row++) {
    row = follow(high, low, step, maximum, row, state, out);
    if (row === stops.length) break;
    out.psar[row] = turn(high[row]!, low[row]!, firstStep, state);
    out.is_reversal[row] = 1;
  }
  return out;
}

export const PSAR = defineIndicator({
  id: "psar",
  title: "Parabolic SAR",
  category: "trend",
  source: "Wilder 1978, New Concepts in Technical Trading Systems; started as TA-Lib's SAR.",
  params: { step: real(0.02, 0, 1), maximum: real(0.2, 0.001, 1) },
  inputs: ["high", "low"],
  outputs: { psar: jumping(price), is_reversal: bounded(0, 1) },
  memory: "cumulative",
  warmUp: () => 1,
  state: psarState,
  run: ({ high, low }, { step, maximum }, state) => psar(high, low, step, maximum, state),
});
