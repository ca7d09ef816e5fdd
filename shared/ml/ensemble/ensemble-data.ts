import { BinaryReader, BinaryWriter } from "../binary.ts";
import type { DatasetRows, Learner } from "../learner.ts";
import { decodeFoldRows, type FoldRows, foldColumn, joinFoldRows, writeFoldRows } from "./fold-rows.ts";
import type { EnsembleParams } from "./params.ts";

/**
 * What an ensemble learns from, in pieces of which a step reads one: the first are the rows of the folds, each other one
 * all rows in the form of a member. What is not read is undefined.
 */
export interface EnsembleData {
  readonly families: readonly string[];
  readonly foldRows: FoldRows | undefined;
  readonly members: readonly unknown[];
}

/** The piece with all rows in the form of a member. */
export const pieceOfMember = (member: number): number => 1 + member;

type Learners = (family: string) => Learner<unknown, unknown, unknown>;

const TAG = "ensemble-data-3";

/** Bars that one row shows: as many as the member that looks back furthest reads. */
export function longestSequence(learners: Learners, { members }: EnsembleParams): number {
  return Math.max(...members.map(({ family, params }) => learners(family).sequenceLength(params)));
}

/** One feature in the form that a piece needs. */
export function prepareColumn(
  learners: Learners,
  values: Float32Array,
  training: number,
  params: EnsembleParams,
  bars: Float32Array,
  piece: number,
): Uint8Array<ArrayBuffer> {
  const member = params.members[piece - 1];
  if (member) return learners(member.family).prepareColumn(values, training, member.params, bars);
  return foldColumn(values, training, longestSequence(learners, params) > 1 ? bars : undefined);
}

/** One piece. */
export function joinColumns(
  learners: Learners,
  rows: DatasetRows,
  columns: readonly Uint8Array[],
  params: EnsembleParams,
  piece: number,
): EnsembleData {
  const { members } = params;
  const isOf = (member: number) => piece === pieceOfMember(member);
  return {
    families: members.map(({ family }) => family),
    foldRows: piece === 0 ? joinFoldRows(rows, columns, longestSequence(learners, params) > 1) : undefined,
    members: members.map((member, m) =>
      isOf(m) ? learners(member.family).joinColumns(rows, columns, member.params) : undefined,
    ),
  };
}

const NOTHING = new Uint8Array(0);

export function encodeEnsembleData(learners: Learners, data: EnsembleData): Uint8Array<ArrayBuffer> {
  const { foldRows, families, members } = data;
  const writer = new BinaryWriter(TAG).array(new TextEncoder().encode(JSON.stringify(families)));
  if (foldRows) writer.nested(writeFoldRows(foldRows));
  else writer.array(NOTHING);
  for (const [m, family] of families.entries()) {
    const member = members[m];
    writer.array(member === undefined ? NOTHING : learners(family).encodePrepared(member));
  }
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not an ensemble's data. */
export function decodeEnsembleData(learners: Learners, bytes: Uint8Array): EnsembleData {
  const reader = new BinaryReader(bytes, TAG);
  const families: string[] = JSON.parse(new TextDecoder().decode(reader.array(Uint8Array)));
  const foldRows = reader.array(Uint8Array);
  const members = families.map((family) => {
    const own = reader.array(Uint8Array);
    return own.length > 0 ? learners(family).decodePrepared(own) : undefined;
  });
  reader.end();
  return { families, foldRows: foldRows.length > 0 ? decodeFoldRows(foldRows) : undefined, members };
}
