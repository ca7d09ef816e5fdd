import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";
import { joined } from "../../../ml/joined.ts";
import type { DirectionalOutcomes } from "../../../performance/trading-statistics.ts";

/** The labelled bars of one or several symbols, one entry each, symbol after symbol and oldest first. */
export interface Samples extends Omit<DirectionalOutcomes, "predicted"> {
  /** Row of the bar in its symbol's series. */
  readonly bar: Uint32Array;
  readonly labels: Uint8Array;
  /** Average uniqueness of the label. */
  readonly uniqueness: Float64Array;
}

const TAG = "samples-1";
const COLUMNS = {
  symbol: Uint16Array,
  bar: Uint32Array,
  labels: Uint8Array,
  decidedAt: Float64Array,
  resolvedAt: Float64Array,
  uniqueness: Float64Array,
  longReturn: Float64Array,
  shortReturn: Float64Array,
} as const;

type ColumnName = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** Samples with each column made by the given function. */
function samplesOf(column: (name: ColumnName) => Samples[ColumnName]): Samples {
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, column(name)])) as unknown as Samples;
}

export function encodeSamples(samples: Samples): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG);
  for (const name of COLUMN_NAMES) writer.array(samples[name]);
  return writer.bytes();
}

export function decodeSamples(bytes: Uint8Array): Samples {
  const reader = new BinaryReader(bytes, TAG);
  const samples = samplesOf((name) => reader.array<Samples[ColumnName]>(COLUMNS[name]));
  reader.end();
  return samples;
}

/** The samples of several symbols as one. */
export function concatSamples(parts: readonly Samples[]): Samples {
  return samplesOf((name) =>
    joined<Samples[ColumnName]>(
      COLUMNS[name],
      parts.map((part) => part[name]),
    ),
  );
}

/** The given rows of the samples, in the given order. */
export function pickSamples(samples: Samples, rows: Uint32Array): Samples {
  return samplesOf((name) => {
    const source = samples[name];
    const column = new COLUMNS[name](rows.length);
    for (let i = 0; i < rows.length; i++) column[i] = source[rows[i]!]!;
    return column;
  });
}
