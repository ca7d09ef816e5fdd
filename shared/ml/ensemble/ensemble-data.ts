import { BinaryReader, BinaryWriter } from "../binary.ts";
import { decodeFoldRows, type FoldRows, writeFoldRows } from "./fold-rows.ts";
import type { Learners } from "./members.ts";

/**
 * The rows that an ensemble learns from, in pieces of which a step reads one: the first are the rows of the folds, each other one
 * all rows in the form of a member. Pieces that are not read are undefined.
 */
export interface EnsembleData {
  readonly families: readonly string[];
  readonly foldRows: FoldRows | undefined;
  readonly members: readonly unknown[];
}

/** The piece with all rows in the form of a member. */
export const pieceOfMember = (member: number): number => 1 + member;

const TAG = "ensemble-data-3";

const NOTHING = new Uint8Array(0);

export function encodeEnsembleData(learners: Learners, data: EnsembleData): Uint8Array<ArrayBuffer> {
  const { foldRows, families, members } = data;
  const writer = new BinaryWriter(TAG).array(new TextEncoder().encode(JSON.stringify(families)));
  if (foldRows) writer.nested(writeFoldRows(foldRows));
  else writer.array(NOTHING);
  for (const [m, family] of families.entries()) {
    const member = members[m];
    writer.array(member === undefined ? NOTHING : learners(family).preparation.encode(member));
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
    return own.length > 0 ? learners(family).preparation.decode(own) : undefined;
  });
  reader.end();
  return { families, foldRows: foldRows.length > 0 ? decodeFoldRows(foldRows) : undefined, members };
}
