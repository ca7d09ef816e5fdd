import type { Dataset } from "../dataset.ts";
import { sequenceBars, sequencePlaces } from "../sequence-bars.ts";
import type { FoldRows } from "./fold-rows.ts";

/** Rows of the folds as a member takes them: single bars, or the bars that its sequences lie in. */
export function foldDataset(
  data: FoldRows,
  rows: Uint32Array,
  length: number,
  validationFrom: number,
): Dataset {
  const ends = barsOfRows(data, rows);
  const { bars, rowBars } = length === 1 ? { bars: ends } : sequenceBars(ends, length);
  return {
    rows: rows.length,
    featureNames: data.featureNames,
    features: columnsAt(data, bars),
    ...(rowBars && { rowBars }),
    labels: Uint8Array.from(rows, (row) => data.labels[row]!),
    weights: Float32Array.from(rows, (row) => data.weights[row]!),
    validationFrom,
  };
}

/** The features of those rows as a member is asked about them. */
export function foldFeatures(data: FoldRows, rows: Uint32Array, length: number): Float32Array {
  return columnsAt(data, sequencePlaces(barsOfRows(data, rows), length));
}

const barsOfRows = ({ rowBars }: FoldRows, rows: Uint32Array): Uint32Array =>
  rows.map((row) => rowBars[row]!);

/** The features at those bars, feature-major. */
function columnsAt({ features, featureNames }: Dataset, bars: Uint32Array): Float32Array {
  const all = features.length / featureNames.length;
  const picked = new Float32Array(bars.length * featureNames.length);
  for (let f = 0; f < featureNames.length; f++) {
    for (let i = 0; i < bars.length; i++) picked[f * bars.length + i] = features[f * all + bars[i]!]!;
  }
  return picked;
}
