import { defineIndicator } from "../definition.ts";
import { positivePart } from "../kernel/positive-part.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";

export const rsiState = () => ({ previous: Number.NaN, count: 0, gain: 0, loss: 0 });

/**
 * Wilder's relative strength index: 100 times the average gain over the average gain and loss together. A market that
 * has not moved is neutral, 50.
 */
export function rsi(x: Float64Array, period: number, state = rsiState()): Float64Array {
  const out = new Float64Array(x.length);
  const alpha = 1 / period;
  let { previous, count, gain, loss } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    const change = v - previous;
    out[i] = Number.NaN;
    if (!Number.isNaN(v)) previous = v;
    if (Number.isNaN(change)) continue;
    const up = positivePart(change);
    const down = up - change;
    if (++count > period) {
      gain += (up - gain) * alpha;
      loss += (down - loss) * alpha;
    } else {
      gain += up * alpha;
      loss += down * alpha;
      if (count < period) continue;
    }
    const total = gain + loss;
    out[i] = total > 0 ? (100 * gain) / total : 50;
  }
  Object.assign(state, { previous, count, gain, loss });
  return out;
}

export const RSI = defineIndicator({
  id: "rsi",
  title: "Relative strength index",
  category: "momentum",
  source: "Wilder 1978, New Concepts in Technical Trading Systems.",
  params: { period: barCount(14) },
  inputs: ["close"],
  outputs: { rsi: bounded(0, 100) },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: rsiState,
  run: ({ close }, { period }, state) => ({ rsi: rsi(close, period, state) }),
});
