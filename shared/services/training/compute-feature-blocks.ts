import { computeFeatures, lookbackOf } from "../../features/compute-features.ts";
import { sliceBars } from "../../market/bars.ts";
import { encodeFeatureBlock, pickRows } from "./feature-blocks.ts";
import { readSeries } from "./load-bars.ts";
import type { Phase } from "./phase.ts";
import { decodeSamples } from "./samples.ts";

/** Bars of one step; the whole feature set over them takes some 150 ms. */
const BLOCK_BARS = 4_096;

/** Computes the features of one stretch of a symbol's bars and keeps those of the labelled ones. */
export const computeFeatureBlocks: Phase<"features"> = async ({ deps, spec, artifacts }, state) => {
  const bars = await readSeries(artifacts, state.series[state.symbol]!);
  const instrument = await deps.instruments.get(spec.symbols[state.symbol]!);
  const samples = await artifacts.get(state.samples[state.symbol]!, decodeSamples);
  const first = Math.max(0, state.bar - lookbackOf(deps.featureSet) + 1);
  const end = Math.min(state.bar + BLOCK_BARS, bars.ts.length);
  const computed = computeFeatures(sliceBars(bars, first, end), instrument, spec.timeframe, deps.featureSet);
  const rows = samples.bar.filter((bar) => bar >= state.bar && bar < end).map((bar) => bar - first);
  const block = await artifacts.put(encodeFeatureBlock(pickRows(computed, rows)));
  const next = { ...state, blocks: [...state.blocks, block] };
  if (end < bars.ts.length) return { ...next, bar: end };
  if (state.symbol + 1 < spec.symbols.length) return { ...next, symbol: state.symbol + 1, bar: 0 };
  return { phase: "prepare", samples: next.samples, blocks: next.blocks, columns: [] };
};
