import { defineIndicator } from "../definition.ts";
import { refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { price, ratio } from "../outputs.ts";
import { barCount } from "../params.ts";
import { apo } from "./apo.ts";

/** Fast less slow simple average of the median price, and the same in percent of the median price. */
export function awesomeOscillator(
  high: Float64Array,
  low: Float64Array,
  fast: number,
  slow: number,
  state = { fast: rollingSumState(fast), slow: rollingSumState(slow) },
) {
  const median = medianPrice(high, low);
  const awesome = apo(median, fast, slow, state);
  for (let i = 0; i < median.length; i++) median[i] = median[i] === 0 ? 0 : (100 * awesome[i]!) / median[i]!;
  return { awesome_oscillator: awesome, normalized: median };
}

export const AWESOME_OSCILLATOR = defineIndicator({
  id: "awesome_oscillator",
  title: "Awesome oscillator",
  category: "momentum",
  source: "Williams 1998, New Trading Dimensions; `normalized` is in percent of the median price.",
  params: { fast: barCount(5), slow: barCount(34) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["high", "low"],
  outputs: { awesome_oscillator: price, normalized: ratio },
  memory: "finite",
  warmUp: ({ slow }) => slow - 1,
  state: ({ fast, slow }) => ({ fast: rollingSumState(fast), slow: rollingSumState(slow) }),
  run: ({ high, low }, { fast, slow }, state) => awesomeOscillator(high, low, fast, slow, state),
});
