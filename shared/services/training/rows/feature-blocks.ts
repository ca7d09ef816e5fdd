import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";

/** Features of a stretch of a symbol's bars, feature-major: value of feature f in row r is `values[f * rows + r]`. */
export interface FeatureBlock {
  readonly rows: number;
  readonly values: Float32Array;
}

const TAG = "feature-block-1";

export function encodeFeatureBlock({ rows, values }: FeatureBlock): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG).number(rows).array(values).bytes();
}

export function decodeFeatureBlock(bytes: Uint8Array): FeatureBlock {
  const reader = new BinaryReader(bytes, TAG);
  const rows = reader.number();
  const values = reader.array(Float32Array);
  reader.end();
  return { rows, values };
}

/** One feature at all bars of the blocks. */
export function featureColumn(blocks: readonly FeatureBlock[], feature: number): Float32Array {
  const column = new Float32Array(blocks.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { rows, values } of blocks) {
    column.set(values.subarray(feature * rows, (feature + 1) * rows), at);
    at += rows;
  }
  return column;
}

/** A column at the given places. A loop: `Float32Array.from` with a mapping goes through an iterator. */
export function pickPlaces(column: Float32Array, places: Uint32Array): Float32Array {
  const picked = new Float32Array(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = column[places[i]!]!;
  return picked;
}

/** The features at the given places among the bars of all blocks, feature-major. */
export function pickFeatures(
  blocks: readonly FeatureBlock[],
  features: number,
  places: Uint32Array,
): Float32Array {
  const picked = new Float32Array(features * places.length);
  for (let feature = 0; feature < features; feature++)
    picked.set(pickPlaces(featureColumn(blocks, feature), places), feature * places.length);
  return picked;
}

/** Feature-major values, as the learner reads them, in the order of a model file's input: row by row. */
export function rowMajor(features: Float32Array, rows: number): Float32Array {
  const columns = features.length / rows;
  const turned = new Float32Array(features.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[row * columns + column] = features[column * rows + row]!;
  return turned;
}
