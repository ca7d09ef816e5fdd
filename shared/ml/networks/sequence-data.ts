import { Failure } from "../../failure.ts";
import { BinaryReader, BinaryWriter } from "../binary.ts";
import { weightClasses } from "../class-weights.ts";
import type { Dataset, DatasetRows } from "../dataset.ts";
import { trainingRows } from "../dataset.ts";
import { assertLearnable } from "../learnable-rows.ts";
import type { NetworkParams } from "./params.ts";
import { type ScaledColumn, type Scaling, scaleColumn } from "./scaled-column.ts";

/** The immutable form of the rows that every step reads: two bytes a value, a bar's features side by side. */
export interface SequenceData {
  readonly rows: number;
  /** The first rows, which are learned from; the others only tell when to stop. */
  readonly trainingRows: number;
  readonly features: number;
  readonly scalings: readonly Scaling[];
  /** Feature f at bar b is `values[b * features + f]`. */
  readonly values: Uint16Array;
  /** Each row's newest bar. */
  readonly rowBars: Uint32Array;
  readonly labels: Uint8Array;
  /** Row weight times class weight. */
  readonly weights: Float32Array;
}

const TAG = "sequence-data-1";

/** Scales every feature at once. */
export function prepareSequences(data: Dataset, params: NetworkParams): SequenceData {
  const bars = data.features.length / data.featureNames.length;
  const { rowBars } = withRowBars(data);
  const columns = data.featureNames.map((_, f) => {
    const column = data.features.subarray(f * bars, (f + 1) * bars);
    const values = Float32Array.from(rowBars, (bar) => column[bar]!);
    return scaleColumn(values, trainingRows(data), column);
  });
  return joinSequences(data, columns, params);
}

export function joinSequences(
  data: DatasetRows,
  columns: readonly ScaledColumn[],
  params: NetworkParams,
): SequenceData {
  assertLearnable(data);
  const { rowBars } = withRowBars(data);
  const features = columns.length;
  const bars = columns[0]?.values.length ?? 0;
  if (bars === 0 || columns.some(({ values }) => values.length !== bars)) {
    throw new RangeError("there must be features, each scaled for the same bars");
  }
  if (rowBars.length !== data.rows || rowBars.some((bar) => bar < params.sequenceLength - 1 || bar >= bars)) {
    throw new RangeError(`each row needs ${params.sequenceLength} bars up to its own`);
  }
  return {
    rows: data.rows,
    trainingRows: trainingRows(data),
    features,
    scalings: columns.map(({ mean, deviation }) => ({ mean, deviation })),
    values: barMajor(columns, bars),
    rowBars: rowBars.slice(),
    labels: data.labels.slice(),
    weights: weightClasses(data, params.classWeights),
  };
}

/** Bars at a time: their features fit the fastest cache, where each column would walk through all of the memory. */
const BLOCK_BARS = 64;

function barMajor(columns: readonly ScaledColumn[], bars: number): Uint16Array {
  const features = columns.length;
  const all = new Uint16Array(features * bars);
  for (let first = 0; first < bars; first += BLOCK_BARS) {
    const end = Math.min(first + BLOCK_BARS, bars);
    for (let f = 0; f < features; f++) {
      const { values } = columns[f]!;
      for (let bar = first; bar < end; bar++) all[bar * features + f] = values[bar]!;
    }
  }
  return all;
}

function withRowBars({ rowBars }: DatasetRows): { rowBars: Uint32Array } {
  if (rowBars) return { rowBars };
  throw new Failure("invalid_request", "Sequences need to be told the bar of each row.");
}

export function encodeSequenceData(data: SequenceData): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG)
    .number(data.trainingRows)
    .array(Float64Array.from(data.scalings.flatMap(({ mean, deviation }) => [mean, deviation])))
    .array(data.values)
    .array(data.rowBars)
    .array(data.labels)
    .array(data.weights)
    .bytes();
}

/** Throws a RangeError on bytes that are not such data. */
export function decodeSequenceData(bytes: Uint8Array): SequenceData {
  const reader = new BinaryReader(bytes, TAG);
  const trainingRows = reader.number();
  const scales = reader.array(Float64Array);
  const values = reader.array(Uint16Array);
  const rowBars = reader.array(Uint32Array);
  const labels = reader.array(Uint8Array);
  const weights = reader.array(Float32Array);
  reader.end();
  const features = scales.length / 2;
  const scalings = Array.from({ length: features }, (_, f) => ({
    mean: scales[2 * f]!,
    deviation: scales[2 * f + 1]!,
  }));
  return { rows: labels.length, trainingRows, features, scalings, values, rowBars, labels, weights };
}
