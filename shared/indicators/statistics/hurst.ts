import { log } from "../../math/elementary.ts";
import { defineIndicator } from "../definition.ts";
import { lag, lagState } from "../kernel/lag.ts";
import { logRatio } from "../kernel/log-ratio.ts";
import { expectedExcess, rescaledRange } from "../kernel/rescaled-range.ts";
import { overWindows, windowState } from "../kernel/window.ts";
import { ratio } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Shortest stretch whose rescaled range is used. */
const SHORTEST = 8;
/** Most stretches that a window is cut into. */
const MOST_STRETCHES = 32;

interface Cut {
  readonly stretches: number;
  readonly size: number;
  /** Taken from the mean rescaled range of this size. */
  readonly bias: number;
}

/** The whole window, its halves, quarters... */
function cutsOf(period: number, biasOf: (size: number) => number): Cut[] {
  const cuts: Cut[] = [];
  for (let stretches = 1; stretches <= MOST_STRETCHES; stretches *= 2) {
    const size = Math.floor(period / stretches);
    if (size >= SHORTEST) cuts.push({ stretches, size, bias: biasOf(size) });
  }
  return cuts;
}

/** Slope of log(rescaled range) on log(size of the stretch); the stretches end at the newest value. */
const exponentOver = (cuts: readonly Cut[]) => (values: Float64Array, _: number, end: number) => {
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (const { stretches, size, bias } of cuts) {
    let total = 0;
    for (let k = 1; k <= stretches; k++) total += rescaledRange(values, end - k * size, end - (k - 1) * size);
    const x = log(size);
    const y = log(total / stretches - bias);
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const slope = (cuts.length * sumXY - sumX * sumY) / (cuts.length * sumXX - sumX * sumX);
  // Returns without spread have no rescaled range: neither trend nor reversion.
  return Number.isFinite(slope) ? slope : 0.5;
};

const hurstState = (period: number) => ({
  previous: lagState(1),
  raw: windowState(period),
  corrected: windowState(period),
});

/** Hurst exponent of the last `period` log returns (above 0.5 they persist), as measured and with its bias corrected. */
export function hurst(x: Float64Array, period: number, state = hurstState(period)) {
  const returns = logRatio(x, lag(x, 1, state.previous));
  const raw = exponentOver(cutsOf(period, () => 0));
  const corrected = exponentOver(cutsOf(period, expectedExcess));
  return {
    hurst: overWindows(returns, period, raw, state.raw),
    corrected: overWindows(returns, period, corrected, state.corrected),
  };
}

export const HURST = defineIndicator({
  id: "hurst",
  title: "Hurst exponent",
  category: "statistics",
  source:
    "Rescaled range analysis of log returns (Hurst 1951) over the window, its halves, quarters... of at least 8 bars; corrected after Anis and Lloyd 1976. No spread is neutral, 0.5.",
  params: { period: barCount(100, 20) },
  inputs: ["close"],
  outputs: { hurst: ratio, corrected: ratio },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => hurstState(period),
  run: ({ close }, { period }, state) => hurst(close, period, state),
});
