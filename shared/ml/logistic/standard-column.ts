import { BinaryReader, BinaryWriter } from "../binary.ts";

/** A feature as distances from its mean in standard deviations, and how it was made so; all float32. */
export interface StandardColumn {
  readonly values: Float32Array;
  /** Of the training rows; also stands in for missing values. */
  readonly mean: number;
  /** Standard deviation of the training rows; 1 where they are all the same. */
  readonly scale: number;
}

/** Farther out than this, values say no more: a straight line has no business with outliers. */
export const MAX_DEVIATIONS = 10;

/** Standardises one feature by its training rows (the first `trainingRows`); a missing value becomes the mean. */
export function standardiseColumn(values: Float32Array, trainingRows: number): StandardColumn {
  const { mean, scale } = momentsOf(values.subarray(0, trainingRows));
  return { values: standardise(values, mean, scale), mean, scale };
}

/** Distances from the mean in standard deviations, in the float32 steps that the exported model takes. */
export function standardise(values: Float32Array, mean: number, scale: number): Float32Array {
  return values.map((value) => {
    const deviations = Number.isNaN(value) ? 0 : Math.fround(value - mean) / scale;
    return Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, deviations));
  });
}

function momentsOf(values: Float32Array): { readonly mean: number; readonly scale: number } {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { mean: 0, scale: 1 };
  let sum = 0;
  for (const value of finite) sum += value;
  const mean = sum / finite.length;
  let squares = 0;
  for (const value of finite) squares += (value - mean) ** 2;
  const scale = Math.fround(Math.sqrt(squares / finite.length));
  // Rounding alone makes a constant vary by as much.
  const isConstant = scale <= Math.abs(mean) * 1e-7;
  return { mean: Math.fround(mean), scale: isConstant ? 1 : scale };
}

const TAG = "standard-column-1";

export function encodeStandardColumn({ values, mean, scale }: StandardColumn): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG).number(mean).number(scale).array(values).bytes();
}

/** Throws a RangeError on bytes that are not a standardised column. */
export function decodeStandardColumn(bytes: Uint8Array): StandardColumn {
  const reader = new BinaryReader(bytes, TAG);
  const mean = reader.number();
  const scale = reader.number();
  const values = reader.array(Float32Array);
  reader.end();
  return { values, mean, scale };
}
