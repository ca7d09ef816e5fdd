import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IndicatorBars } from "../../shared/indicators/indicator-bars.ts";

const FOLDER = new URL("../../../shared/data/goldens/", import.meta.url);

/** The golden series are no part of the project: what reads them is skipped where they are absent. */
export const HAS_QUOTES = existsSync(FOLDER);

type Column = readonly (number | boolean | null)[];
export interface GoldenFile {
  readonly ts?: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
}

/** Names of the golden files. */
export function quotesFiles(): string[] {
  return readdirSync(new URL("indicators/", FOLDER)).map((name) => name.replace(".json", ""));
}

export function readQuotesFile(name: string): GoldenFile {
  return JSON.parse(readFileSync(new URL(`indicators/${name}.json`, FOLDER), "utf8"));
}

/** A golden column as numbers: NaN for null, 0 and 1 for false and true. */
export function toNumbers(column: Column, scale = 1): Float64Array {
  return Float64Array.from(column, (value) => (value === null ? Number.NaN : Number(value) * scale));
}

/** The 502 daily bars; the reference is the goldens' second instrument, told by its ratio to the first. */
export function readQuotes(): Required<IndicatorBars> {
  const rows = readFileSync(new URL("quotes.csv", FOLDER), "utf8").trim().split("\n").slice(1);
  const fields = rows.map((row) => row.split(","));
  const column = (index: number) => Float64Array.from(fields, (row) => Number(row[index]));
  const close = column(4);
  const ratios = toNumbers(readQuotesFile("prs").columns.prs!);
  return {
    ts: Float64Array.from(fields, (row) => Date.parse(`${row[0]}T00:00:00Z`)),
    open: column(1),
    high: column(2),
    low: column(3),
    close,
    volume: column(5),
    // Its prices have at most four decimals.
    reference: close.map((price, i) => Math.round(price * ratios[i]! * 1e4) / 1e4),
  };
}
