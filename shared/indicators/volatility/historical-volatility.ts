import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { logRatio } from "../kernel/log-ratio.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const historicalVolatilityState = (period: number) => ({
  previous: lagState(1),
  returns: rollingVarianceState(period),
});

/** Sample standard deviation of the last `period` log returns, per bar (not annualised). Prices must be positive. */
export function historicalVolatility(
  x: Float64Array,
  period: number,
  state = historicalVolatilityState(period),
): Float64Array {
  const returns = logRatio(x, lag(x, 1, state.previous));
  const { variance } = rollingVariance(returns, period, state.returns);
  for (let i = 0; i < variance.length; i++) variance[i] = Math.sqrt((variance[i]! * period) / (period - 1));
  return variance;
}

export const HISTORICAL_VOLATILITY = defineIndicator({
  id: "historical_volatility",
  title: "Historical volatility",
  category: "volatility",
  source:
    "Sample standard deviation of the log returns of `period` bars, per bar: multiply by √(bars a year) to annualise.",
  params: { period: barCount(20) },
  inputs: ["close"],
  outputs: { historical_volatility: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => historicalVolatilityState(period),
  run: ({ close }, { period }, state) => ({
    historical_volatility: historicalVolatility(close, period, state),
  }),
});
