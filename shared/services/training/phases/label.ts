import { Failure } from "../../../failure.ts";
import type { Bars } from "../../../market/bars.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { createLabelSpec, type LabelSpec, UNLABELLED } from "../../../ml/labels/label-spec.ts";
import { makeLabels } from "../../../ml/labels/make-labels.ts";
import { averageUniqueness } from "../../../ml/labels/sample-weights.ts";
import type { Phase } from "../phase.ts";
import { firstSampleBar } from "../rows/sample-features.ts";
import { encodeSamples, type Samples } from "../rows/samples.ts";
import type { TrainingSpec } from "../spec.ts";
import { readSeries } from "./load.ts";

export function labelSpecOf({ label, horizonBars }: TrainingSpec): LabelSpec {
  return createLabelSpec({ kind: label, horizonBars });
}

/** Labels the bars of one symbol: what became of a position opened after each. */
export const labelBars: Phase<"label"> = async ({ deps, spec, artifacts }, state) => {
  const symbol = state.samples.length;
  const bars = await readSeries(artifacts, state.series[symbol]!);
  const samples = samplesOfSymbol(bars, symbol, spec, firstSampleBar(deps.featureSet, spec));
  if (samples.bar.length === 0) {
    throw new Failure(
      "not_enough_bars",
      `${spec.symbols[symbol]} has ${bars.ts.length} bars of ${spec.timeframe}, too few for a single row to learn from.`,
    );
  }
  const next = { ...state, samples: [...state.samples, await artifacts.put(encodeSamples(samples))] };
  return next.samples.length < spec.symbols.length ? next : { ...next, phase: "seal" };
};

function samplesOfSymbol(bars: Bars, symbol: number, spec: TrainingSpec, firstBar: number): Samples {
  const labels = makeLabels(bars, labelSpecOf(spec), spec.timeframe);
  const uniqueness = averageUniqueness(labels);
  const rows: number[] = [];
  for (let bar = firstBar; bar < bars.ts.length; bar++) {
    if (labels.label[bar] !== UNLABELLED) rows.push(bar);
  }
  const bar = Uint32Array.from(rows);
  const closesAt = (row: number) => bars.ts[row]! + TIMEFRAME_MS[spec.timeframe];
  return {
    symbol: new Uint16Array(bar.length).fill(symbol),
    bar,
    labels: Uint8Array.from(bar, (row) => labels.label[row]!),
    decidedAt: Float64Array.from(bar, closesAt),
    resolvedAt: Float64Array.from(bar, (row) => closesAt(labels.end[row]!)),
    uniqueness: Float64Array.from(bar, (row) => uniqueness[row]!),
    longReturn: Float64Array.from(bar, (row) => labels.longReturn[row]!),
    shortReturn: Float64Array.from(bar, (row) => labels.shortReturn[row]!),
  };
}
