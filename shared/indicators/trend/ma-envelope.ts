import { defineIndicator } from "../definition.ts";
import { channel } from "../kernel/channel.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { price } from "../outputs.ts";
import { barCount, real } from "../params.ts";

/** Bands `percent` of the simple moving average above and below it. */
export function maEnvelope(
  x: Float64Array,
  period: number,
  percent: number,
  state = rollingSumState(period),
) {
  const average = sma(x, period, state);
  return channel(average, average, percent / 100);
}

export const MA_ENVELOPE = defineIndicator({
  id: "ma_envelope",
  title: "Moving average envelope",
  category: "trend",
  source: "A percentage above and below the simple moving average.",
  params: { period: barCount(20), percent: real(2.5, 0.01, 100) },
  inputs: ["close"],
  outputs: { upper: price, middle: price, lower: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ close }, { period, percent }, state) => maEnvelope(close, period, percent, state),
});
