import { computeFeatures, type FeatureMatrix, lookbackOf } from "../../../features/compute-features.ts";
import { sliceBars } from "../../../market/bars.ts";
import type { Phase } from "../phase.ts";
import { encodeFeatureBlock } from "../rows/feature-blocks.ts";
import { readSeries } from "./load.ts";
import { startSearch } from "./search.ts";
import { afterSearch } from "./validate.ts";

/** Bars of one step; the whole feature set over them takes some 150 ms, in a fresh isolate three times that. */
const BLOCK_BARS = 4_096;

/** Computes the features of one stretch of a symbol's bars and keeps those of the bars that have all of them. */
export const computeFeatureBlocks: Phase<"features"> = async ({ deps, spec, artifacts }, state) => {
  const bars = await readSeries(artifacts, state.series[state.symbol]!);
  const instrument = await deps.instruments.get(spec.symbols[state.symbol]!);
  const firstBar = Math.max(state.bar, lookbackOf(deps.featureSet) - 1);
  const first = firstBar - lookbackOf(deps.featureSet) + 1;
  const end = Math.min(state.bar + BLOCK_BARS, bars.ts.length);
  const computed = computeFeatures(sliceBars(bars, first, end), instrument, spec.timeframe, deps.featureSet);
  const rows = end - firstBar;
  const values = lastRows(computed, rows);
  const block = await artifacts.put(encodeFeatureBlock({ rows, values }));
  const next = { ...state, blocks: [...state.blocks, block] };
  if (end < bars.ts.length) return { ...next, bar: end };
  if (state.symbol + 1 < spec.symbols.length) return { ...next, symbol: state.symbol + 1, bar: 0 };
  const { symbol: _symbol, bar: _bar, ...whole } = next;
  return spec.search ? startSearch(whole, spec.search) : afterSearch(whole, spec);
};

/** The newest rows of a matrix, feature-major as it is. */
function lastRows({ rows, names, values }: FeatureMatrix, count: number): Float32Array {
  const last = new Float32Array(names.length * count);
  for (let feature = 0; feature < names.length; feature++) {
    const end = (feature + 1) * rows;
    last.set(values.subarray(end - count, end), feature * count);
  }
  return last;
}
