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
  /** Training rows as they are, for the folds; all bars where a member reads sequences, else each row's own. */
  readonly foldRows: Dataset & Required<Pick<Dataset, "times" | "rowBars">>;
}

type Learners = (family: string) => Learner<unknown, unknown, unknown>;

const COLUMN_TAG = "ensemble-column-1";
const TAG = "ensemble-data-2";

/** Bars that one row shows: as many as the member that looks back furthest reads. */
export function longestSequence(learners: Learners, { members }: EnsembleParams): number {
  return Math.max(...members.map(({ family, params }) => learners(family).sequenceLength(params)));
}

/** One feature in the form of every member, and of the folds' rows as it is. */
export function prepareColumn(
  learners: Learners,
  values: Float32Array,
  training: number,
  params: EnsembleParams,
  bars: Float32Array,
): Uint8Array<ArrayBuffer> {
  const readsSequences = longestSequence(learners, params) > 1;
  const own = Float32Array.from(foldRowsOf(training), (row) => values[row]!);
  const writer = new BinaryWriter(COLUMN_TAG).array(readsSequences ? bars : own);
  for (const member of params.members)
    writer.array(learners(member.family).prepareColumn(values, training, member.params, bars));
  return writer.bytes();
}

export function joinColumns(
  learners: Learners,
  rows: DatasetRows,
  columns: readonly Uint8Array[],
  params: EnsembleParams,
): EnsembleData {
  if (!rows.times) throw new RangeError("an ensemble needs to know when its rows were decided");
  const { members } = params;
  const parts = columns.map((bytes) => decodeColumn(bytes, members.length));
  const own = foldRowsOf(trainingRows(rows));
  const rowBars = longestSequence(learners, params) > 1 ? barsOf(rows, own) : own.map((_, place) => place);
  const bars = parts[0]?.values.length ?? 0;
  const features = new Float32Array(bars * parts.length);
  for (const [feature, { values }] of parts.entries()) features.set(values, feature * bars);
  const { decidedAt, resolvedAt, embargoMs } = rows.times;
  return {
    families: members.map(({ family }) => family),
    members: members.map((member, m) =>
      learners(member.family).joinColumns(
        rows,
        parts.map((part) => part.members[m]!),
        member.params,
      ),
    ),
    foldRows: {
      rows: own.length,
      featureNames: columns.map((_, feature) => `f${feature}`),
      features,
      rowBars,
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

function barsOf({ rowBars }: DatasetRows, rows: Uint32Array): Uint32Array {
  if (!rowBars) throw new RangeError("members that read sequences need to be told the bar of each row");
  return rows.map((row) => rowBars[row]!);
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
    .array(foldRows.rowBars)
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
  const rowBars = reader.array(Uint32Array);
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
    foldRows: { rows: labels.length, featureNames, features, rowBars, labels, weights, times },
  };
}
