import type { Preparation } from "../preparation.ts";
import type { LogisticParams } from "./params.ts";
import { decodeStandardColumn, encodeStandardColumn, standardiseColumn } from "./standard-column.ts";
import {
  decodeStandardData,
  encodeStandardData,
  joinStandardColumns,
  type StandardData,
  standardiseDataset,
} from "./standard-data.ts";

/** Features with mean 0 and deviation 1. */
export const standardPreparation: Preparation<LogisticParams, StandardData> = {
  prepare: standardiseDataset,
  pieces: () => 1,
  prepareColumn: (values, trainingRows) => encodeStandardColumn(standardiseColumn(values, trainingRows)),
  joinColumns: (rows, columns, params) =>
    joinStandardColumns(rows, columns.map(decodeStandardColumn), params),
  encode: encodeStandardData,
  decode: decodeStandardData,
};
