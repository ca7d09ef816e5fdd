import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { emptyPivotColumns, PIVOT_LEVELS, pivotLevels } from "../kernel/pivot-levels.ts";
import { rollingExtremeState, rollingMax, rollingMin } from "../kernel/rolling-extreme.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

const rollingPivotsState = (period: number, offset: number) => ({
  highest: rollingExtremeState(period),
  lowest: rollingExtremeState(period),
  high: lagState(offset),
  low: lagState(offset),
  close: lagState(offset),
});

/** Floor traders' levels from the `period` bars that ended `offset` bars ago. */
export function rollingPivots(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  offset: number,
  state = rollingPivotsState(period, offset),
) {
  const highest = lag(rollingMax(high, period, state.highest), offset, state.high);
  const lowest = lag(rollingMin(low, period, state.lowest), offset, state.low);
  const last = lag(close, offset, state.close);
  const columns = emptyPivotColumns(close.length);
  for (let i = 0; i < close.length; i++) {
    const levels = pivotLevels(highest[i]!, lowest[i]!, last[i]!);
    for (const name of PIVOT_LEVELS) columns[name][i] = levels[name];
  }
  return columns;
}

export const ROLLING_PIVOTS = defineIndicator({
  id: "rolling_pivots",
  title: "Rolling pivot points",
  category: "structure",
  source: "Floor traders' formula on a rolling window that ended `offset` bars ago.",
  params: { period: barCount(20, 1), offset: barCount(1, 1) },
  inputs: ["high", "low", "close"],
  outputs: { pivot: price, s1: price, s2: price, s3: price, r1: price, r2: price, r3: price },
  memory: "finite",
  warmUp: ({ period, offset }) => period + offset - 1,
  state: ({ period, offset }) => rollingPivotsState(period, offset),
  run: ({ high, low, close }, { period, offset }, state) =>
    rollingPivots(high, low, close, period, offset, state),
});
