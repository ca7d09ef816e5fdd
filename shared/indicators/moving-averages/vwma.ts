import { defineIndicator } from "../definition.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

const vwmaState = (period: number) => ({ money: rollingSumState(period), volume: rollingSumState(period) });

/** Volume-weighted moving average; the close itself where nothing was traded in the window. */
export function vwma(
  close: Float64Array,
  volume: Float64Array,
  period: number,
  state = vwmaState(period),
): Float64Array {
  const traded = new Float64Array(close.length);
  for (let i = 0; i < traded.length; i++) traded[i] = close[i]! * volume[i]!;
  const money = rollingSum(traded, period, 1, state.money);
  const total = rollingSum(volume, period, 1, state.volume);
  for (let i = 0; i < money.length; i++) {
    if (total[i]! > 0) money[i] = money[i]! / total[i]!;
    else if (total[i] === 0) money[i] = close[i]!;
  }
  return money;
}

export const VWMA = defineIndicator({
  id: "vwma",
  title: "Volume-weighted moving average",
  category: "moving average",
  source: "Sum of close times volume over the sum of volume; the close where no volume was traded.",
  params: { period: barCount(20) },
  inputs: ["close", "volume"],
  outputs: { vwma: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => vwmaState(period),
  run: ({ close, volume }, { period }, state) => ({ vwma: vwma(close, volume, period, state) }),
});
