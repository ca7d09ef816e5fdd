import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { typicalPrice } from "../kernel/typical-price.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const mfiState = (period: number) => ({
  previous: lagState(1),
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
  const typical = typicalPrice(high, low, close);
  const rising = lag(typical, 1, state.previous);
  const falling = new Float64Array(rising.length);
  for (let i = 0; i < rising.length; i++) {
    const change = typical[i]! - rising[i]!;
    const money = typical[i]! * volume[i]!;
    // 0 * change keeps a missing change missing.
    falling[i] = change < 0 ? money : 0 * change;
    rising[i] = change > 0 ? money : 0 * change;
  }
  const out = rollingSum(rising, period, 1, state.rising);
  const fell = rollingSum(falling, period, 1, state.falling);
  for (let i = 0; i < out.length; i++) {
    const total = out[i]! + fell[i]!;
    out[i] = total === 0 ? 50 : Math.max(0, Math.min(100, (100 * out[i]!) / total));
  }
  return out;
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
