import { defineIndicator } from "../definition.ts";
import { price } from "../outputs.ts";
import { barCount, integer, real } from "../params.ts";

const volumeProfileState = (period: number) => ({
  high: new Float64Array(period),
  low: new Float64Array(period),
  volume: new Float64Array(period),
  position: 0,
  count: 0,
});

type VolumeProfileState = ReturnType<typeof volumeProfileState>;

/** Spreads each bar's volume evenly over its range, into bins of equal width between the window's extremes. */
function fillBins(
  bins: Float64Array,
  lowest: number,
  width: number,
  { high, low, volume }: VolumeProfileState,
): void {
  bins.fill(0);
  for (let k = 0; k < high.length; k++) {
    const first = Math.min(bins.length - 1, Math.floor((low[k]! - lowest) / width));
    const last = Math.min(bins.length - 1, Math.floor((high[k]! - lowest) / width));
    const range = high[k]! - low[k]!;
    for (let bin = first; bin <= last; bin++) {
      const from = Math.max(low[k]!, lowest + bin * width);
      const to = bin === bins.length - 1 ? high[k]! : Math.min(high[k]!, lowest + (bin + 1) * width);
      bins[bin] = bins[bin]! + (range > 0 ? (volume[k]! * Math.max(0, to - from)) / range : volume[k]!);
    }
  }
}

/** The fullest bin (of equal ones the lowest), and the bins about it that hold `share` of the volume. */
function valueArea(bins: Float64Array, share: number): readonly [poc: number, low: number, high: number] {
  let poc = 0;
  let total = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    total += bins[bin]!;
    if (bins[bin]! > bins[poc]!) poc = bin;
  }
  let low = poc;
  let high = poc;
  let held = bins[poc]!;
  while (held < share * total && (low > 0 || high < bins.length - 1)) {
    const below = bins[low - 1] ?? -1;
    const above = bins[high + 1] ?? -1;
    held += Math.max(below, above);
    if (above >= below) high++;
    else low--;
  }
  return [poc, low, high];
}

/** Point of control and value area of the last `period` bars; the middle of the range where nothing was traded. */
export function volumeProfile(
  high: Float64Array,
  low: Float64Array,
  volume: Float64Array,
  period: number,
  binCount: number,
  share: number,
  state = volumeProfileState(period),
) {
  const poc = new Float64Array(high.length).fill(Number.NaN);
  const value_area_high = poc.slice();
  const value_area_low = poc.slice();
  const bins = new Float64Array(binCount);
  for (let i = 0; i < high.length; i++) {
    if (Number.isNaN(high[i]!)) continue;
    state.high[state.position] = high[i]!;
    state.low[state.position] = low[i]!;
    state.volume[state.position] = volume[i]!;
    state.position = (state.position + 1) % period;
    if (++state.count < period) continue;
    const lowest = Math.min(...state.low);
    const width = (Math.max(...state.high) - lowest) / binCount;
    if (width > 0) fillBins(bins, lowest, width, state);
    const [centre, bottom, top] = width > 0 ? valueArea(bins, share) : [0, 0, 0];
    poc[i] = lowest + (centre + 0.5) * width;
    value_area_low[i] = lowest + bottom * width;
    value_area_high[i] = lowest + (top + 1) * width;
  }
  return { poc, value_area_high, value_area_low };
}

export const VOLUME_PROFILE = defineIndicator({
  id: "volume_profile",
  title: "Volume profile",
  category: "volume",
  source:
    "Steidlmayer's market profile by volume: each bar's volume spread evenly over its range; the value area grows from the fullest bin to its fuller neighbour until it holds `share` of the volume.",
  params: { period: barCount(100), bins: integer(24, 2, 200), share: real(0.7, 0.1, 1) },
  inputs: ["high", "low", "volume"],
  outputs: { poc: price, value_area_high: price, value_area_low: price },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => volumeProfileState(period),
  run: ({ high, low, volume }, { period, bins, share }, state) =>
    volumeProfile(high, low, volume, period, bins, share, state),
});
