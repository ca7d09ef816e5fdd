import { BinaryReader, BinaryWriter } from "../binary.ts";
import { trainingRows } from "../dataset.ts";
import type { Dataset, DatasetRows, Learner } from "../learner.ts";
import { thinned } from "../search/halving.ts";
import type { EnsembleParams } from "./params.ts";

/** Rows that the members' folds are made of at most, evenly thinned: an isolate prepares them in one go. */
const MAX_FOLD_ROWS = 8_192;

/** What an ensemble learns from. */
export interface EnsembleData {
  /** All rows in each member's own form. */
  readonly members: readonly unknown[];
  readonly families: readonly string[];
  /** Training rows as they are, for the folds. */
  readonly foldRows: Dataset & Required<Pick<Dataset, "times">>;
}

type Learners = (family: string) => Learner<unknown, unknown, unknown>;

const COLUMN_TAG = "ensemble-column-1";
const TAG = "ensemble-data-1";

/** One feature in the form of every member, and of the folds' rows as it is. */
export function prepareColumn(
  learners: Learners,
  values: Float32Array,
  training: number,
  { members }: EnsembleParams,
): Uint8Array<ArrayBuffer> {
  const own = foldRowsOf(training);
  const writer = new BinaryWriter(COLUMN_TAG).array(Float32Array.from(own, (row) => values[row]!));
  for (const { family, params } of members)
    writer.array(learners(family).prepareColumn(values, training, params));
  return writer.bytes();
}

export function joinColumns(
  learners: Learners,
  rows: DatasetRows,
  columns: readonly Uint8Array[],
  { members }: EnsembleParams,
): EnsembleData {
  if (!rows.times) throw new RangeError("an ensemble needs to know when its rows were decided");
  const parts = columns.map((bytes) => decodeColumn(bytes, members.length));
  const own = foldRowsOf(trainingRows(rows));
  const features = new Float32Array(own.length * parts.length);
  for (const [feature, { values }] of parts.entries()) features.set(values, feature * own.length);
  const { decidedAt, resolvedAt, embargoMs } = rows.times;
  return {
    families: members.map(({ family }) => family),
    members: members.map(({ family, params }, m) =>
      learners(family).joinColumns(
        rows,
        parts.map((part) => part.members[m]!),
        params,
      ),
    ),
    foldRows: {
      rows: own.length,
      featureNames: columns.map((_, feature) => `f${feature}`),
      features,
      labels: Uint8Array.from(own, (row) => rows.labels[row]!),
      weights: Float32Array.from(own, (row) => rows.weights[row]!),
      times: {
        decidedAt: Float64Array.from(own, (row) => decidedAt[row]!),
        resolvedAt: Float64Array.from(own, (row) => resolvedAt[row]!),
        embargoMs,
      },
    },
  };
}

function foldRowsOf(training: number): Uint32Array {
  return thinned(
    Uint32Array.from({ length: training }, (_, row) => row),
    MAX_FOLD_ROWS,
  );
}

function decodeColumn(bytes: Uint8Array, members: number) {
  const reader = new BinaryReader(bytes, COLUMN_TAG);
  const values = reader.array(Float32Array);
  const own = Array.from({ length: members }, () => reader.array(Uint8Array));
  reader.end();
  return { values, members: own };
}

export function encodeEnsembleData(learners: Learners, data: EnsembleData): Uint8Array<ArrayBuffer> {
  const { foldRows, families, members } = data;
  const writer = new BinaryWriter(TAG)
    .array(new TextEncoder().encode(JSON.stringify(families)))
    .number(foldRows.featureNames.length)
    .array(foldRows.features)
    .array(foldRows.labels)
    .array(foldRows.weights)
    .array(foldRows.times.decidedAt)
    .array(foldRows.times.resolvedAt)
    .number(foldRows.times.embargoMs);
  for (const [m, family] of families.entries()) writer.array(learners(family).encodePrepared(members[m]));
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not an ensemble's data. */
export function decodeEnsembleData(learners: Learners, bytes: Uint8Array): EnsembleData {
  const reader = new BinaryReader(bytes, TAG);
  const families: string[] = JSON.parse(new TextDecoder().decode(reader.array(Uint8Array)));
  const columns = reader.number();
  const features = reader.array(Float32Array);
  const labels = reader.array(Uint8Array);
  const weights = reader.array(Float32Array);
  const times = {
    decidedAt: reader.array(Float64Array),
    resolvedAt: reader.array(Float64Array),
    embargoMs: reader.number(),
  };
  const members = families.map((family) => learners(family).decodePrepared(reader.array(Uint8Array)));
  reader.end();
  const featureNames = Array.from({ length: columns }, (_, feature) => `f${feature}`);
  return {
    families,
    members,
    foldRows: { rows: labels.length, featureNames, features, labels, weights, times },
  };
}
