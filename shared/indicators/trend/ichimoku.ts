import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { medianPrice } from "../kernel/median-price.ts";
import { midpoint, midpointState } from "../kernel/midpoint.ts";
import { confirmedAfter, price } from "../outputs.ts";
import { barCount } from "../params.ts";

const ichimokuState = (tenkan: number, kijun: number, senkou: number) => ({
  tenkan: midpointState(tenkan),
  kijun: midpointState(kijun),
  senkou: midpointState(senkou),
  spanA: lagState(kijun),
  spanB: lagState(kijun),
});

/**
 * Ichimoku's lines: middles of the range of three spans, the cloud's edges standing `kijun` bars after the bars they
 * come from. The lagging span is the close, drawn `kijun` bars back.
 */
export function ichimoku(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  tenkan: number,
  kijun: number,
  senkou: number,
  state = ichimokuState(tenkan, kijun, senkou),
) {
  const tenkan_sen = midpoint(high, low, tenkan, state.tenkan);
  const kijun_sen = midpoint(high, low, kijun, state.kijun);
  const middle = medianPrice(kijun_sen, tenkan_sen);
  return {
    tenkan_sen,
    kijun_sen,
    senkou_span_a: lag(middle, kijun, state.spanA),
    senkou_span_b: lag(midpoint(high, low, senkou, state.senkou), kijun, state.spanB),
    chikou_span: close.slice(),
  };
}

export const ICHIMOKU = defineIndicator({
  id: "ichimoku",
  title: "Ichimoku cloud",
  category: "trend",
  source: "Hosoda 1969.",
  params: { tenkan: barCount(9), kijun: barCount(26), senkou: barCount(52) },
  inputs: ["high", "low", "close"],
  outputs: {
    tenkan_sen: price,
    kijun_sen: price,
    senkou_span_a: price,
    senkou_span_b: price,
    chikou_span: confirmedAfter(({ kijun }: { readonly kijun: number }) => kijun, price),
  },
  memory: "finite",
  warmUp: ({ tenkan, kijun, senkou }) => kijun + Math.max(tenkan, kijun, senkou) - 1,
  state: ({ tenkan, kijun, senkou }) => ichimokuState(tenkan, kijun, senkou),
  run: ({ high, low, close }, { tenkan, kijun, senkou }, state) =>
    ichimoku(high, low, close, tenkan, kijun, senkou, state),
});
