import { BinaryReader, BinaryWriter } from "../binary.ts";
import type { Dataset, DatasetRows } from "../dataset.ts";
import { trainingRows } from "../dataset.ts";
import { joined } from "../joined.ts";
import { thinned } from "../search/halving.ts";

/** Rows that the members' folds are made of at most, evenly thinned: an isolate prepares them in one go. */
const MAX_FOLD_ROWS = 8_192;

const COLUMN_TAG = "fold-column-1";
const TAG = "fold-rows-1";

/** Training rows as they are, for the folds; all bars where a member reads sequences, else each row's own. */
export type FoldRows = Dataset & Required<Pick<Dataset, "times" | "rowBars">>;

/**
 * One feature of the folds' rows, or of all bars where these are given.
 * @param values of all rows, of which the first `training` are learned from
 */
export function foldColumn(
  values: Float32Array,
  training: number,
  bars: Float32Array | undefined,
): Uint8Array<ArrayBuffer> {
  const own = bars ?? Float32Array.from(placesOf(training), (row) => values[row]!);
  return new BinaryWriter(COLUMN_TAG).array(own).bytes();
}

export function joinFoldRows(
  rows: DatasetRows,
  columns: readonly Uint8Array[],
  readsSequences: boolean,
): FoldRows {
  if (!rows.times) throw new RangeError("an ensemble needs to know when its rows were decided");
  const own = placesOf(trainingRows(rows));
  const { decidedAt, resolvedAt, embargoMs } = rows.times;
  return {
    rows: own.length,
    featureNames: namesOf(columns.length),
    features: joined(Float32Array, columns.map(decodeColumn)),
    rowBars: readsSequences ? barsOf(rows, own) : own.map((_, place) => place),
    labels: Uint8Array.from(own, (row) => rows.labels[row]!),
    weights: Float32Array.from(own, (row) => rows.weights[row]!),
    times: {
      decidedAt: Float64Array.from(own, (row) => decidedAt[row]!),
      resolvedAt: Float64Array.from(own, (row) => resolvedAt[row]!),
      embargoMs,
    },
  };
}

const namesOf = (features: number) => Array.from({ length: features }, (_, feature) => `f${feature}`);

function barsOf({ rowBars }: DatasetRows, rows: Uint32Array): Uint32Array {
  if (!rowBars) throw new RangeError("members that read sequences need to be told the bar of each row");
  return rows.map((row) => rowBars[row]!);
}

/** Places of the folds' rows among those that are learned from. */
function placesOf(training: number): Uint32Array {
  return thinned(
    Uint32Array.from({ length: training }, (_, row) => row),
    MAX_FOLD_ROWS,
  );
}

function decodeColumn(bytes: Uint8Array): Float32Array {
  const reader = new BinaryReader(bytes, COLUMN_TAG);
  const values = reader.array(Float32Array);
  reader.end();
  return values;
}

export function writeFoldRows({
  featureNames,
  features,
  rowBars,
  labels,
  weights,
  times,
}: FoldRows): BinaryWriter {
  return new BinaryWriter(TAG)
    .number(featureNames.length)
    .array(features)
    .array(rowBars)
    .array(labels)
    .array(weights)
    .array(times.decidedAt)
    .array(times.resolvedAt)
    .number(times.embargoMs);
}

/** Throws a RangeError on bytes that are not such rows. */
export function decodeFoldRows(bytes: Uint8Array): FoldRows {
  const reader = new BinaryReader(bytes, TAG);
  const featureNames = namesOf(reader.number());
  const features = reader.array(Float32Array);
  const rowBars = reader.array(Uint32Array);
  const labels = reader.array(Uint8Array);
  const weights = reader.array(Float32Array);
  const times = {
    decidedAt: reader.array(Float64Array),
    resolvedAt: reader.array(Float64Array),
    embargoMs: reader.number(),
  };
  reader.end();
  return { rows: labels.length, featureNames, features, rowBars, labels, weights, times };
}
