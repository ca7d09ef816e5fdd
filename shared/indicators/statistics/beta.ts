import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { rollingCovariance, rollingCovarianceState } from "../kernel/rolling-covariance.ts";
import { rateOfChange } from "../momentum/rate-of-change.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

const betaState = (period: number) => ({
  own: lagState(1),
  market: lagState(1),
  products: rollingCovarianceState(period),
});

/** Slope of this instrument's returns on the reference's. A reference that does not move gives 0. */
export function beta(
  close: Float64Array,
  reference: Float64Array,
  period: number,
  state = betaState(period),
): Float64Array {
  const own = rateOfChange(close, 1, state.own);
  const market = rateOfChange(reference, 1, state.market);
  const { variance_y, covariance } = rollingCovariance(own, market, period, state.products);
  return covariance.map((product, i) => (variance_y[i] === 0 ? 0 : product / variance_y[i]!));
}

export const BETA = defineIndicator({
  id: "beta",
  title: "Beta",
  category: "statistics",
  source: "Covariance of the bars' returns with a reference instrument's over the variance of those.",
  params: { period: barCount(50) },
  inputs: ["close", "reference"],
  outputs: { beta: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => betaState(period),
  run: ({ close, reference }, { period }, state) => ({ beta: beta(close, reference, period, state) }),
});
