import { defineIndicator } from "../definition.ts";
import { bounded, price, redrawn } from "../outputs.ts";
import { barCount, real } from "../params.ts";
import { linearRegression } from "../trend/linear-regression.ts";

/**
 * Regression lines of consecutive stretches of `period` bars, counted back from the last bar, with channels
 * `deviations` standard deviations of the closes about them. Every new bar redraws all of it.
 */
export function standardDeviationChannels(x: Float64Array, period: number, deviations: number) {
  const { slope, start, deviation } = linearRegression(x, period);
  const centerline = new Float64Array(x.length).fill(Number.NaN);
  const upper = centerline.slice();
  const lower = centerline.slice();
  const break_point = new Float64Array(x.length);
  for (let end = x.length - 1; end >= period - 1; end -= period) {
    const first = end - period + 1;
    break_point[first] = 1;
    for (let i = first; i <= end; i++) {
      centerline[i] = start[end]! + slope[end]! * (i - first);
      upper[i] = centerline[i]! + deviations * deviation[end]!;
      lower[i] = centerline[i]! - deviations * deviation[end]!;
    }
  }
  return { centerline, upper, lower, break_point };
}

export const STANDARD_DEVIATION_CHANNELS = defineIndicator({
  id: "standard_deviation_channels",
  title: "Standard deviation channels",
  category: "volatility",
  source:
    "Regression lines over consecutive stretches counted back from the last bar, with deviations of the closes.",
  params: { period: barCount(20), deviations: real(2, 0.1, 10) },
  inputs: ["close"],
  outputs: {
    centerline: redrawn(price),
    upper: redrawn(price),
    lower: redrawn(price),
    break_point: redrawn(bounded(0, 1)),
  },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: () => ({}),
  run: ({ close }) => {
    const missing = () => new Float64Array(close.length).fill(Number.NaN);
    return { centerline: missing(), upper: missing(), lower: missing(), break_point: missing() };
  },
  redraw: ({ close }, { period, deviations }) => standardDeviationChannels(close, period, deviations),
});
