import type { Preparation } from "../preparation.ts";
import type { NetworkParams } from "./params.ts";
import { decodeScaledColumn, encodeScaledColumn, scaleColumn } from "./scaled-column.ts";
import {
  decodeSequenceData,
  encodeSequenceData,
  joinSequences,
  prepareSequences,
  type SequenceData,
} from "./sequence-data.ts";

/** Scaled bars, among which the sequences lie. */
export const sequencePreparation: Preparation<NetworkParams, SequenceData> = {
  prepare: prepareSequences,
  pieces: () => 1,
  prepareColumn: (values, trainingRows, _params, bars = values) =>
    encodeScaledColumn(scaleColumn(values, trainingRows, bars)),
  joinColumns: (rows, columns, params) => joinSequences(rows, columns.map(decodeScaledColumn), params),
  encode: encodeSequenceData,
  decode: decodeSequenceData,
};
