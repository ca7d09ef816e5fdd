import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure, Prover, Row } from "./prover.ts";

const FOLDER = join(import.meta.dirname, "../../docs/results");
/** Far coarser than what machines differ by, far finer than what anybody reads. */
const DECIMALS = 6;

/** The row of a seed, made now. */
export async function makeRow(prover: Prover, seed: number): Promise<Row> {
  const figures = await prover.row(seed);
  const cells = prover.columns.map((column) => [column, cellOf(figures[column]!)]);
  return { seed: String(seed), ...Object.fromEntries(cells) };
}

function cellOf(figure: Figure): string {
  const cell = typeof figure === "number" ? String(Number(figure.toFixed(DECIMALS))) : String(figure);
  if (/[",\n]/.test(cell)) throw new Error(`a cell takes no comma, quote or new line: ${cell}`);
  return cell;
}

/** The table as CSV: a line of columns, then a line a seed. */
export function formatTable({ columns }: Prover, rows: readonly Row[]): string {
  const header = ["seed", ...columns];
  const lines = [header, ...rows.map((row) => header.map((column) => row[column]))];
  return lines.map((cells) => `${cells.join(",")}\n`).join("");
}

export function parseTable(text: string): Row[] {
  const [header = [], ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])));
}

export const pathOf = ({ name }: Prover) => join(FOLDER, `${name}.csv`);

export function readTable(prover: Prover): Row[] {
  return parseTable(readFileSync(pathOf(prover), "utf8"));
}

export function writeTable(prover: Prover, rows: readonly Row[]): void {
  writeFileSync(pathOf(prover), formatTable(prover, rows));
}
