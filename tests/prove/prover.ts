/** A figure: numbers are rounded, so that they are the same on every machine (table.ts). */
export type Figure = string | number | boolean;

/** A table of the documents, one row a seed: docs/results/<name>.csv, written by `npm run prove -- <name>`. */
export interface Prover {
  readonly name: string;
  /** Figures of a row after its seed. */
  readonly columns: readonly string[];
  /** There is a row for each seed from 0 to below this. */
  readonly seeds: number;
  /** Makes the row of a seed: the same whenever and wherever it is made. */
  row(seed: number): Promise<Readonly<Record<string, Figure>>>;
  /**
   * How CI knows that the table is true: it recomputes some rows, or rows of the smaller twin, where a row takes more than
   * RECOMPUTED_ROW_SECONDS. What really happened once, as kills do, is not there to be recomputed: such rows are counted.
   */
  readonly checked: "recomputed" | "counted" | { readonly twin: Prover };
  /** Summary of the rows as Markdown; it stands in docs/results.md. */
  summary(rows: readonly Row[]): string;
}

/** A row as the table keeps it. */
export type Row = Readonly<Record<string, string>>;

/** Twelve of them are recomputed within five minutes, on a slow machine too. */
export const RECOMPUTED_ROW_SECONDS = 12;

/** A figure of every row, as numbers. */
export function numbersOf(rows: readonly Row[], column: string): number[] {
  return rows.map((row) => Number(row[column]));
}

/** Rows that have a figure. */
export function countOf(rows: readonly Row[], column: string, figure: string): number {
  return rows.filter((row) => row[column] === figure).length;
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
