import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { rollingSum, rollingSumState } from "../kernel/rolling-sum.ts";
import { bounded, price } from "../outputs.ts";
import { barCount } from "../params.ts";

const kamaState = (period: number) => ({
  previous: lagState(1),
  start: lagState(period),
  path: rollingSumState(period),
  count: 0,
  value: 0,
});

/** Kaufman's efficiency ratio: net move over the length of the path, 0 (noise) to 1 (a straight line). */
function efficiencyRatio(x: Float64Array, period: number, state: ReturnType<typeof kamaState>): Float64Array {
  const steps = lag(x, 1, state.previous);
  for (let i = 0; i < x.length; i++) steps[i] = Math.abs(x[i]! - steps[i]!);
  const path = rollingSum(steps, period, 1, state.path);
  const ratio = lag(x, period, state.start);
  for (let i = 0; i < x.length; i++) {
    const net = Math.abs(x[i]! - ratio[i]!);
    // Rounding of the running sum must not make the path shorter than the straight line.
    ratio[i] = path[i]! <= net ? Number(net > 0) : net / path[i]!;
  }
  return ratio;
}

/**
 * Kaufman's adaptive moving average: an EMA whose period lies between `fast` (straight moves) and `slow` (noise), by
 * the efficiency ratio. The close before the first ratio is the seed, and the first value.
 */
export function kama(x: Float64Array, period: number, fast: number, slow: number, state = kamaState(period)) {
  const efficiency = efficiencyRatio(x, period, state);
  const average = new Float64Array(x.length);
  const slowest = 2 / (slow + 1);
  const spread = 2 / (fast + 1) - slowest;
  let { count, value } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    average[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    const scale = efficiency[i]! * spread + slowest;
    value = ++count > period ? value + scale * scale * (v - value) : v;
    if (count >= period) average[i] = value;
  }
  state.count = count;
  state.value = value;
  return { kama: average, efficiency };
}

export const KAMA = defineIndicator({
  id: "kama",
  title: "Kaufman adaptive moving average",
  category: "moving average",
  source: "Kaufman 1995, Smarter Trading.",
  params: { period: barCount(10), fast: barCount(2), slow: barCount(30) },
  inputs: ["close"],
  outputs: { kama: price, efficiency: bounded(0, 1) },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: ({ period }) => kamaState(period),
  run: ({ close }, { period, fast, slow }, state) => kama(close, period, fast, slow, state),
});
