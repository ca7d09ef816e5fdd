import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { logRatio } from "../kernel/log-ratio.ts";
import { rogersSatchellTerms } from "../kernel/rogers-satchell.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { rollingVariance, rollingVarianceState } from "../kernel/rolling-variance.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const yangZhangState = (period: number) => ({
  previous: lagState(1),
  overnight: rollingVarianceState(period),
  body: rollingVarianceState(period),
  bar: rollingSumState(period),
});

/**
 * Volatility per bar that neither gaps nor a drift bias: sample variance of the gaps, plus a mixture of that of the
 * bodies and Rogers and Satchell's mean, weighted for the least variance of the estimate.
 */
export function yangZhang(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  state = yangZhangState(period),
): Float64Array {
  const gaps = logRatio(open, lag(close, 1, state.previous));
  const bodies = logRatio(close, open);
  const bars = rogersSatchellTerms(open, high, low, close);
  // The first bar has no gap, so it is left out of the other two as well.
  for (let i = 0; i < gaps.length; i++) if (Number.isNaN(gaps[i]!)) bodies[i] = bars[i] = Number.NaN;
  const overnight = rollingVariance(gaps, period, state.overnight).variance;
  const body = rollingVariance(bodies, period, state.body).variance;
  const bar = rollingSum(bars, period, 1 / period, state.bar);
  const weight = 0.34 / (1.34 + (period + 1) / (period - 1));
  const sample = period / (period - 1);
  return bar.map((mean, i) =>
    Math.sqrt(sample * (overnight[i]! + weight * body[i]!) + (1 - weight) * Math.max(mean, 0)),
  );
}

export const YANG_ZHANG = defineIndicator({
  id: "yang_zhang",
  title: "Yang-Zhang volatility",
  category: "volatility",
  source: "Yang and Zhang 2000, Journal of Business 73:3. Per bar.",
  params: { period: barCount(20) },
  inputs: ["open", "high", "low", "close"],
  outputs: { yang_zhang: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => yangZhangState(period),
  run: ({ open, high, low, close }, { period }, state) => ({
    yang_zhang: yangZhang(open, high, low, close, period, state),
  }),
});
