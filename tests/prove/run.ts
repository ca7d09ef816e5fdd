// npm run prove -- <name> [--continue]: makes every row of a table and writes docs/results/<name>.csv, and what the rows say
// together into docs/results.md. After each row the table is written, so that a long one can be continued.
// npm run prove -- --recompute [commit]: makes twelve rows of all tables again, and ends with 1 where a figure differs.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { writeSummary } from "./page.ts";
import { type Prover, RECOMPUTED_ROW_SECONDS, type Row } from "./prover.ts";
import { PROVERS } from "./provers.ts";
import { drawRows, recomputable, recompute } from "./recompute.ts";
import { makeRow, pathOf, readTable, writeTable } from "./table.ts";

const RECOMPUTED_ROWS = 12;
const USAGE = `Usage: npm run prove -- <table> [--continue]
       npm run prove -- --recompute [commit]
Tables: ${PROVERS.map(({ name }) => name).join(", ")}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { continue: { type: "boolean" }, recompute: { type: "boolean" } },
});
const [asked] = positionals;
const prover = PROVERS.find(({ name }) => name === asked);
if (values.recompute) await recomputeSome(asked ?? headOfGit());
else if (prover) await prove(prover);
else {
  console.error(USAGE);
  process.exitCode = 1;
}

async function prove(table: Prover): Promise<void> {
  const rows = await makeTable(table);
  if (typeof table.checked === "object") await makeTable(table.checked.twin);
  writeSummary(table, rows);
  console.log(`\n${table.summary(rows)}`);
}

async function makeTable(table: Prover): Promise<Row[]> {
  const rows = values.continue && existsSync(pathOf(table)) ? readTable(table) : [];
  let slowest = 0;
  for (let seed = rows.length; seed < table.seeds; seed++) {
    const started = process.cpuUsage();
    rows.push(await makeRow(table, seed));
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1_000_000;
    slowest = Math.max(slowest, seconds);
    writeTable(table, rows);
    console.error(`${table.name} ${seed + 1} of ${table.seeds}: ${seconds.toFixed(1)} s of CPU`);
  }
  if (table.checked === "recomputed" && slowest > RECOMPUTED_ROW_SECONDS)
    throw new Error(`A row of ${table.name} took ${slowest.toFixed(0)} s: CI needs a smaller twin of it.`);
  return rows;
}

async function recomputeSome(commit: string): Promise<void> {
  const flaws: string[] = [];
  for (const draw of drawRows(recomputable(PROVERS), commit, RECOMPUTED_ROWS)) {
    const started = performance.now();
    const found = await recompute(draw);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(
      `${draw.prover.name}, seed ${draw.seed}: ${found.length === 0 ? "equal" : "differs"} (${seconds} s)`,
    );
    flaws.push(...found);
  }
  for (const flaw of flaws) console.error(flaw);
  if (flaws.length > 0) process.exitCode = 1;
}

function headOfGit(): string {
  return execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
}
