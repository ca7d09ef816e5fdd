import { defineIndicator } from "../definition.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";

const mcginleyState = () => ({ value: Number.NaN });

/** McGinley dynamic: an average that follows a fall faster than a rise; it starts from the first close. */
export function mcginley(
  x: Float64Array,
  period: number,
  factor: number,
  state = mcginleyState(),
): Float64Array {
  const out = new Float64Array(x.length);
  let { value } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    out[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    if (Number.isNaN(value) || value === 0) value = v;
    else {
      const squared = (v / value) * (v / value);
      // At a price of 0 the divisor vanishes; the average then follows at once, as in the limit.
      const step = (v - value) / (factor * period * squared * squared);
      value = Math.abs(step) < Math.abs(v - value) ? value + step : v;
      out[i] = value;
    }
  }
  state.value = value;
  return out;
}

export const MCGINLEY = defineIndicator({
  id: "mcginley",
  title: "McGinley dynamic",
  category: "moving average",
  source: "McGinley 1990: D += (close - D) / (factor period (close / D)⁴).",
  params: { period: barCount(14, 1), factor: real(0.6, 0.1, 10) },
  inputs: ["close"],
  outputs: { mcginley: price },
  memory: "decaying",
  warmUp: () => 1,
  state: mcginleyState,
  run: ({ close }, { period, factor }, state) => ({ mcginley: mcginley(close, period, factor, state) }),
});
