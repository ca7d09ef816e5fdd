import { defineIndicator } from "../definition.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const mfiState = (period: number) => ({
  typical: Number.NaN,
  rising: rollingSumState(period),
  falling: rollingSumState(period),
});

/** Money flow index: money traded while the typical price rose over all that moved it. Neutral, 50, without any. */
export function mfi(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  period: number,
  state = mfiState(period),
): Float64Array {
  const rising = new Float64Array(close.length);
  const falling = new Float64Array(close.length);
  let previous = state.typical;
  for (let i = 0; i < rising.length; i++) {
    const typical = (high[i]! + low[i]! + close[i]!) / 3;
    const money = typical * volume[i]!;
    // 0 * change keeps a missing change missing.
    const none = 0 * (typical - previous);
    rising[i] = none + Number(typical > previous) * money;
    falling[i] = none + Number(typical < previous) * money;
    if (!Number.isNaN(typical)) previous = typical;
  }
  state.typical = previous;
  rollingSum(rising, period, 1, state.rising, rising);
  rollingSum(falling, period, 1, state.falling, falling);
  for (let i = 0; i < rising.length; i++) {
    const total = rising[i]! + falling[i]!;
    rising[i] = total === 0 ? 50 : Math.max(0, Math.min(100, (100 * rising[i]!) / total));
  }
  return rising;
}

export const MFI = defineIndicator({
  id: "mfi",
  title: "Money flow index",
  category: "volume",
  source: "Quong and Soudack 1989, Stocks & Commodities 7:3. No money flow is neutral, 50.",
  params: { period: barCount(14) },
  inputs: ["high", "low", "close", "volume"],
  outputs: { mfi: bounded(0, 100) },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => mfiState(period),
  run: ({ high, low, close, volume }, { period }, state) => ({
    mfi: mfi(high, low, close, volume, period, state),
  }),
});
