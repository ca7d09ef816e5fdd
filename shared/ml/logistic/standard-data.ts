import { BinaryReader, BinaryWriter } from "../binary.ts";
import { type ClassWeights, weightClasses } from "../class-weights.ts";
import type { Dataset, DatasetRows } from "../dataset.ts";
import { trainingRows } from "../dataset.ts";
import { assertFeatures, assertLearnable } from "../learnable-rows.ts";
import { type StandardColumn, standardiseColumn } from "./standard-column.ts";

/** The training rows as every step reads them: standardised features, feature-major. */
export interface StandardData {
  readonly rows: number;
  readonly features: Float32Array;
  /** Of each feature. */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
  readonly labels: Uint8Array;
  /** Row weight times class weight. */
  readonly weights: Float32Array;
}

const TAG = "standard-data-1";

export function standardiseDataset(
  data: Dataset,
  params: { readonly classWeights: ClassWeights },
): StandardData {
  assertFeatures(data);
  const training = trainingRows(data);
  const columns = data.featureNames.map((_, feature) =>
    standardiseColumn(data.features.subarray(feature * data.rows, (feature + 1) * data.rows), training),
  );
  return joinStandardColumns(data, columns, params);
}

/** Rows behind the training rows are left out: nothing is learned from them, not even when to stop. */
export function joinStandardColumns(
  data: DatasetRows,
  columns: readonly StandardColumn[],
  { classWeights }: { readonly classWeights: ClassWeights },
): StandardData {
  assertLearnable(data);
  if (columns.length < 1 || columns.some(({ values }) => values.length !== data.rows)) {
    throw new RangeError("there must be features, each standardised for the same rows");
  }
  const rows = trainingRows(data);
  const features = new Float32Array(columns.length * rows);
  for (const [f, { values }] of columns.entries()) features.set(values.subarray(0, rows), f * rows);
  return {
    rows,
    features,
    mean: Float32Array.from(columns, ({ mean }) => mean),
    scale: Float32Array.from(columns, ({ scale }) => scale),
    labels: data.labels.slice(0, rows),
    weights: weightClasses(data, classWeights).slice(0, rows),
  };
}

export function encodeStandardData(data: StandardData): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG)
    .array(data.labels)
    .array(data.weights)
    .array(data.mean)
    .array(data.scale)
    .array(data.features)
    .bytes();
}

/** Throws a RangeError on bytes that are not standardised data. */
export function decodeStandardData(bytes: Uint8Array): StandardData {
  const reader = new BinaryReader(bytes, TAG);
  const labels = reader.array(Uint8Array);
  const weights = reader.array(Float32Array);
  const mean = reader.array(Float32Array);
  const scale = reader.array(Float32Array);
  const features = reader.array(Float32Array);
  reader.end();
  return { rows: labels.length, features, mean, scale, labels, weights };
}
