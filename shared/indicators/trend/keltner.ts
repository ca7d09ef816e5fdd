import { defineIndicator } from "../definition.ts";
import { channel } from "../kernel/channel.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { ema } from "../moving-averages/ema.ts";
import { price, ratio } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { atr, atrState } from "../volatility/atr.ts";

const keltnerState = () => ({ average: exponentialState(), atr: atrState() });

/** Bands `multiplier` average true ranges about an EMA; width is the distance of the bands over the middle. */
export function keltner(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  multiplier: number,
  atrPeriod: number,
  state = keltnerState(),
) {
  const range = atr(high, low, close, atrPeriod, state.atr);
  const { upper, middle, lower } = channel(ema(close, period, state.average), range, multiplier);
  // Each range is read before its width takes the place.
  for (let i = 0; i < range.length; i++)
    range[i] = middle[i] === 0 ? 0 : (2 * multiplier * range[i]!) / middle[i]!;
  return { upper, middle, lower, width: range };
}

export const KELTNER = defineIndicator({
  id: "keltner",
  title: "Keltner channel",
  category: "trend",
  source: "Keltner 1960, in Raschke's form: EMA and average true range.",
  params: { period: barCount(20), multiplier: real(2, 0.1, 20), atrPeriod: barCount(10) },
  inputs: ["high", "low", "close"],
  outputs: { upper: price, middle: price, lower: price, width: ratio },
  memory: "decaying",
  warmUp: ({ period, atrPeriod }) => Math.max(period - 1, atrPeriod),
  state: keltnerState,
  run: ({ high, low, close }, { period, multiplier, atrPeriod }, state) =>
    keltner(high, low, close, period, multiplier, atrPeriod, state),
});
