import type { DatasetRows } from "../learner.ts";
import { onePiece } from "../one-piece.ts";
import { tabularRows } from "../tabular-rows.ts";
import { binColumn, decodeBinnedColumn, encodeBinnedColumn } from "./bin-column.ts";
import {
  type BinningParams,
  binDataset,
  decodeBinnedData,
  encodeBinnedData,
  joinColumns,
} from "./binned-data.ts";

/** The part of a `Learner` that every family of trees shares: features in bins. */
export const binnedPreparation = {
  ...tabularRows,
  ...onePiece,
  prepare: binDataset,
  prepareColumn: (values: Float32Array, trainingRows: number, { maxBins }: BinningParams) =>
    encodeBinnedColumn(binColumn(values, trainingRows, maxBins)),
  joinColumns: (rows: DatasetRows, columns: readonly Uint8Array[], params: BinningParams) =>
    joinColumns(rows, columns.map(decodeBinnedColumn), params),
  encodePrepared: encodeBinnedData,
  decodePrepared: decodeBinnedData,
};
