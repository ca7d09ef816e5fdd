import { BinaryReader, BinaryWriter } from "../binary.ts";
import { type ClassWeights, weightClasses } from "../class-weights.ts";
import type { Dataset, DatasetRows } from "../dataset.ts";
import { trainingRows } from "../dataset.ts";
import { assertFeatures, assertLearnable } from "../learnable-rows.ts";
import { type BinnedColumn, binColumn } from "./bin-column.ts";

/** The immutable form of the rows that every round reads: one byte a value. */
export interface BinnedData {
  readonly rows: number;
  /** The first rows, which are learned from; the others only tell when to stop. */
  readonly trainingRows: number;
  /** Also the bin of missing values. */
  readonly maxBins: number;
  /** Feature-major, as in `Dataset`. */
  readonly bins: Uint8Array;
  /** Upper edges of the bins of each feature. */
  readonly thresholds: readonly Float32Array[];
  readonly labels: Uint8Array;
  /** Row weight times class weight. */
  readonly weights: Float32Array;
}

/** Parameters that the form of the rows depends on. */
export interface BinningParams {
  /** Bins a feature, missing values apart. */
  readonly maxBins: number;
  readonly classWeights: ClassWeights;
}

const TAG = "binned-data-1";

/** Bins every feature at once. */
export function binDataset(data: Dataset, params: BinningParams): BinnedData {
  assertFeatures(data);
  const training = trainingRows(data);
  const columns = data.featureNames.map((_, feature) => {
    const values = data.features.subarray(feature * data.rows, (feature + 1) * data.rows);
    return binColumn(values, training, params.maxBins);
  });
  return joinColumns(data, columns, params);
}

/** The binned features together with the labels and weights of the same rows. */
export function joinColumns(
  data: DatasetRows,
  columns: readonly BinnedColumn[],
  params: BinningParams,
): BinnedData {
  assertLearnable(data);
  if (columns.length < 1 || columns.some(({ bins }) => bins.length !== data.rows)) {
    throw new RangeError("there must be features, each binned for the same rows");
  }
  const bins = new Uint8Array(columns.length * data.rows);
  for (const [feature, column] of columns.entries()) bins.set(column.bins, feature * data.rows);
  return {
    rows: data.rows,
    trainingRows: trainingRows(data),
    maxBins: params.maxBins,
    bins,
    thresholds: columns.map((column) => column.thresholds),
    labels: data.labels.slice(),
    weights: weightClasses(data, params.classWeights),
  };
}

export function encodeBinnedData(data: BinnedData): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG)
    .number(data.trainingRows)
    .number(data.maxBins)
    .array(data.labels)
    .array(data.weights)
    .array(data.bins)
    .number(data.thresholds.length);
  for (const thresholds of data.thresholds) writer.array(thresholds);
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not binned data. */
export function decodeBinnedData(bytes: Uint8Array): BinnedData {
  const reader = new BinaryReader(bytes, TAG);
  const trainingRows = reader.number();
  const maxBins = reader.number();
  const labels = reader.array(Uint8Array);
  const weights = reader.array(Float32Array);
  const bins = reader.array(Uint8Array);
  const thresholds = Array.from({ length: reader.number() }, () => reader.array(Float32Array));
  reader.end();
  return { rows: labels.length, trainingRows, maxBins, bins, thresholds, labels, weights };
}
