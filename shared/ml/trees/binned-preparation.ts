import type { Preparation } from "../preparation.ts";
import { binColumn, decodeBinnedColumn, encodeBinnedColumn } from "./bin-column.ts";
import {
  type BinnedData,
  type BinningParams,
  binDataset,
  decodeBinnedData,
  encodeBinnedData,
  joinColumns,
} from "./binned-data.ts";

/** Features in bins, as all families of trees read them. */
export const binnedPreparation: Preparation<BinningParams, BinnedData> = {
  prepare: binDataset,
  pieces: () => 1,
  prepareColumn: (values, trainingRows, { maxBins }) =>
    encodeBinnedColumn(binColumn(values, trainingRows, maxBins)),
  joinColumns: (rows, columns, params) => joinColumns(rows, columns.map(decodeBinnedColumn), params),
  encode: encodeBinnedData,
  decode: decodeBinnedData,
};
