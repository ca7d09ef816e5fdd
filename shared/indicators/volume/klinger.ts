import { defineIndicator } from "../definition.ts";
import { convergence, convergenceState, refuseFastNotBelowSlow } from "../kernel/convergence.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { ema } from "../moving-averages/ema.ts";
import { volume as volumeUnit } from "../outputs.ts";
import { barCount } from "../params.ts";

const forceState = () => ({ count: 0, sum: 0, range: 0, trend: 0, path: 0, force: 0 });
const klingerState = (fast: number, slow: number) => ({
  force: forceState(),
  averages: convergenceState(fast, slow, false),
  signal: exponentialState(),
});

/** Klinger's volume force: volume, signed by the trend, by how much of the trend's path this bar's range is. */
function volumeForce(
  high: number,
  low: number,
  close: number,
  volume: number,
  state: ReturnType<typeof forceState>,
): number {
  const sum = high + low + close;
  const range = high - low;
  const trend = sum > state.sum ? 1 : -1;
  if (state.count > 1) {
    state.path = range + (trend === state.trend ? state.path : state.range);
    if (state.path === range || volume === 0) state.force = 0;
    else state.force = 100 * trend * volume * Math.abs(2 * (range / state.path - 1));
  }
  const force = ++state.count > 2 ? state.force : Number.NaN;
  Object.assign(state, { sum, range, trend });
  return force;
}

/** Klinger volume oscillator: fast less slow EMA of the volume force, with a signal line. */
export function klinger(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  fast: number,
  slow: number,
  signal: number,
  state = klingerState(fast, slow),
) {
  const force = close.map((c, i) =>
    Number.isNaN(c) ? Number.NaN : volumeForce(high[i]!, low[i]!, c, volume[i]!, state.force),
  );
  const line = convergence(force, fast, slow, state.averages).gap;
  return { klinger: line, signal: ema(line, signal, state.signal) };
}

export const KLINGER = defineIndicator({
  id: "klinger",
  title: "Klinger volume oscillator",
  category: "volume",
  source: "Klinger 1997, Stocks & Commodities 15:12; the force begins at the third bar.",
  params: { fast: barCount(34), slow: barCount(55), signal: barCount(13) },
  refuse: refuseFastNotBelowSlow,
  inputs: ["high", "low", "close", "volume"],
  outputs: { klinger: volumeUnit, signal: volumeUnit },
  memory: "decaying",
  warmUp: ({ slow, signal }) => slow + signal,
  state: ({ fast, slow }) => klingerState(fast, slow),
  run: ({ high, low, close, volume }, { fast, slow, signal }, state) =>
    klinger(high, low, close, volume, fast, slow, signal, state),
});
