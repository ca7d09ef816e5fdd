import type { Artifacts } from "../../../jobs/job-definition.ts";
import { BAR_FIELDS, type BarField, type Bars, emptyBars } from "../../../market/bars.ts";
import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";
import type { Phase } from "../phase.ts";
import type { TrainingSpec } from "../spec.ts";
import type { Series, StateOf } from "../state.ts";

/** Bars that one step reads: their JSON takes some 20 ms to parse. */
const PAGE_BARS = 20_000;

const NONE: Series = { pages: [], bars: 0 };
const TAG = "bars-1";

export function startLoading(spec: TrainingSpec): StateOf<"load"> {
  return { phase: "load", series: [], current: NONE, before: spec.window.to };
}

/** Copies one page of a symbol's bars, newest page first, so that later corrections cannot change a training under way. */
export const loadBars: Phase<"load"> = async ({ deps, spec, artifacts }, state) => {
  const most = Math.floor(spec.maxBars / spec.symbols.length);
  const limit = Math.min(PAGE_BARS, most - state.current.bars);
  const page = await deps.bars.read({
    symbol: spec.symbols[state.series.length]!,
    timeframe: spec.timeframe,
    to: state.before,
    ...(spec.window.from !== null && { from: spec.window.from }),
    limit,
    newestFirst: true,
  });
  const current: Series =
    page.ts.length === 0
      ? state.current
      : {
          pages: [await artifacts.put(encodeBars(page)), ...state.current.pages],
          bars: state.current.bars + page.ts.length,
        };
  if (page.ts.length === limit && current.bars < most) return { ...state, current, before: page.ts[0]! };
  const series = [...state.series, current];
  if (series.length === spec.symbols.length) return { phase: "label", series, samples: [] };
  return { ...startLoading(spec), series };
};

/** The bars of a loaded series as one run. */
export async function readSeries(artifacts: Artifacts, { pages, bars }: Series): Promise<Bars> {
  const all = emptyBars(bars);
  let at = 0;
  for (const key of pages) {
    const page = await artifacts.get(key, decodeBars);
    for (const field of BAR_FIELDS) all[field].set(page[field], at);
    at += page.ts.length;
  }
  return all;
}

function encodeBars(bars: Bars): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG);
  for (const field of BAR_FIELDS) writer.array(bars[field]);
  return writer.bytes();
}

function decodeBars(bytes: Uint8Array): Bars {
  const reader = new BinaryReader(bytes, TAG);
  const columns = BAR_FIELDS.map((field) => [field, reader.array(Float64Array)] as const);
  return Object.fromEntries(columns) as Record<BarField, Float64Array>;
}
