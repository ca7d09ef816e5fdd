import { defineIndicator } from "../definition.ts";
import { moneyFlowMultiplier } from "../kernel/money-flow-multiplier.ts";
import { bounded, volume as volumeUnit } from "../outputs.ts";

export const adlState = () => ({ total: 0 });

/** Accumulation/distribution line: running sum of volume weighted by where the close lies in the bar. */
export function adl(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  state = adlState(),
) {
  const multiplier = moneyFlowMultiplier(high, low, close);
  const flow = new Float64Array(close.length);
  const line = new Float64Array(close.length);
  let { total } = state;
  for (let i = 0; i < line.length; i++) {
    const money = multiplier[i]! * volume[i]!;
    flow[i] = money;
    line[i] = total + money;
    if (!Number.isNaN(money)) total += money;
  }
  state.total = total;
  return { adl: line, money_flow_multiplier: multiplier, money_flow_volume: flow };
}

export const ADL = defineIndicator({
  id: "adl",
  title: "Accumulation/distribution line",
  category: "volume",
  source: "Chaikin; a bar without range adds nothing.",
  params: {},
  inputs: ["high", "low", "close", "volume"],
  outputs: { adl: volumeUnit, money_flow_multiplier: bounded(-1, 1), money_flow_volume: volumeUnit },
  memory: "cumulative",
  warmUp: () => 0,
  state: adlState,
  run: ({ high, low, close, volume }, _, state) => adl(high, low, close, volume, state),
});
