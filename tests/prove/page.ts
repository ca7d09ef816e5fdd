import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Prover, Row } from "./prover.ts";

const PAGE = join(import.meta.dirname, "../../docs/results.md");
const END = "<!-- End of what is generated -->";
const beginOf = ({ name }: Prover) => `<!-- Generated: npm run prove -- ${name} -->`;

/** The part of docs/results.md that belongs to a table. */
export function readSummary(prover: Prover): string {
  const [, text] = split(prover);
  return text.trim();
}

/** Has docs/results.md say what the rows say. */
export function writeSummary(prover: Prover, rows: readonly Row[]): void {
  const [before, , after] = split(prover);
  writeFileSync(PAGE, `${before}\n\n${prover.summary(rows)}\n\n${after}`);
}

/** The page up to what is generated, that, and the rest of it. */
function split(prover: Prover): [before: string, text: string, after: string] {
  const page = readFileSync(PAGE, "utf8");
  const begin = page.indexOf(beginOf(prover)) + beginOf(prover).length;
  const end = page.indexOf(END, begin);
  if (begin < beginOf(prover).length || end < 0) throw new Error(`docs/results.md has no ${beginOf(prover)}`);
  return [page.slice(0, begin), page.slice(begin, end), page.slice(end)];
}
