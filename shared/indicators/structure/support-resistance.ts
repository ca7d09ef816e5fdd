import { defineIndicator } from "../definition.ts";
import { swings, swingsState } from "../kernel/swings.ts";
import { price, sparse } from "../outputs.ts";
import { barCount, integer } from "../params.ts";

const supportResistanceState = (span: number, period: number) => ({
  swings: swingsState(span, span),
  /** Confirmed swing points of the last `period` bars, NaN for bars without one. */
  highs: new Float64Array(period).fill(Number.NaN),
  lows: new Float64Array(period).fill(Number.NaN),
  position: 0,
});

/** The level closest to the price on one side of it (1 above, -1 below), or NaN. */
function nearest(
  price: number,
  side: 1 | -1,
  { highs, lows }: { highs: Float64Array; lows: Float64Array },
): number {
  let distance = Number.POSITIVE_INFINITY;
  for (const levels of [highs, lows]) {
    for (const level of levels) {
      const away = (level - price) * side;
      if (away > 0 && away < distance) distance = away;
    }
  }
  return distance < Number.POSITIVE_INFINITY ? price + side * distance : Number.NaN;
}

/** Nearest swing point above and below the close among those confirmed in the last `period` bars. */
export function supportResistance(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  span: number,
  period: number,
  state = supportResistanceState(span, period),
) {
  const { highs, lows } = swings(high, low, span, span, state.swings);
  const support = new Float64Array(close.length).fill(Number.NaN);
  const resistance = support.slice();
  for (let i = 0; i < close.length; i++) {
    const c = close[i]!;
    if (Number.isNaN(c)) continue;
    state.highs[state.position] = highs[i]!;
    state.lows[state.position] = lows[i]!;
    state.position = (state.position + 1) % period;
    support[i] = nearest(c, -1, state);
    resistance[i] = nearest(c, 1, state);
  }
  return { support, resistance };
}

export const SUPPORT_RESISTANCE = defineIndicator({
  id: "support_resistance",
  title: "Support and resistance",
  category: "structure",
  source:
    "Nearest swing points (beyond `span` bars on both sides) below and above the close, confirmed in the last `period` bars.",
  params: { span: integer(3, 1, 50), period: barCount(100) },
  inputs: ["high", "low", "close"],
  outputs: { support: sparse(price), resistance: sparse(price) },
  memory: "finite",
  warmUp: ({ span, period }) => 2 * span + period - 1,
  state: ({ span, period }) => supportResistanceState(span, period),
  run: ({ high, low, close }, { span, period }, state) =>
    supportResistance(high, low, close, span, period, state),
});
