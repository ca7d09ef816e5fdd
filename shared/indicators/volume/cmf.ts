import { defineIndicator } from "../definition.ts";
import { moneyFlowMultiplier } from "../kernel/money-flow-multiplier.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

const cmfState = (period: number) => ({ flow: rollingSumState(period), volume: rollingSumState(period) });

/** Chaikin money flow: money flow volume over volume. Nothing traded gives 0. */
export function cmf(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  period: number,
  state = cmfState(period),
): Float64Array {
  const flow = moneyFlowMultiplier(high, low, close);
  for (let i = 0; i < flow.length; i++) flow[i] = flow[i]! * volume[i]!;
  rollingSum(flow, period, 1, state.flow, flow);
  const total = rollingSum(volume, period, 1, state.volume);
  for (let i = 0; i < flow.length; i++) flow[i] = total[i] === 0 ? 0 : flow[i]! / total[i]!;
  return flow;
}

export const CMF = defineIndicator({
  id: "cmf",
  title: "Chaikin money flow",
  category: "volume",
  source: "Chaikin. Nothing traded in the window gives 0.",
  params: { period: barCount(20) },
  inputs: ["high", "low", "close", "volume"],
  outputs: { cmf: bounded(-1, 1) },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => cmfState(period),
  run: ({ high, low, close, volume }, { period }, state) => ({
    cmf: cmf(high, low, close, volume, period, state),
  }),
});
