import { Random } from "../../shared/math/random.ts";
import type { Prover, Row } from "./prover.ts";
import { makeRow, readTable } from "./table.ts";

/** A row that was drawn to be recomputed. */
export interface Draw {
  readonly prover: Prover;
  readonly seed: number;
}

/** The tables whose rows can be recomputed: twins stand in for what takes too long, counted ones are left out. */
export function recomputable(provers: readonly Prover[]): Prover[] {
  return provers.flatMap((prover) => {
    if (prover.checked === "counted") return [];
    return typeof prover.checked === "object" ? [prover.checked.twin] : [prover];
  });
}

/**
 * Draws rows of all tables, from each nearly as many, never the same one twice. The hash of the commit decides which: nobody
 * can know it while the table is written.
 */
export function drawRows(provers: readonly Prover[], commit: string, count: number): Draw[] {
  const random = Random.seeded(Number.parseInt(commit.slice(0, 8), 16));
  const left = provers.map((prover) => ({ prover, seeds: [...Array(prover.seeds).keys()] }));
  const draws: Draw[] = [];
  // Which tables give one row more than others is drawn too.
  const first = random.below(left.length);
  for (let turn = first; draws.length < count && left.some(({ seeds }) => seeds.length > 0); turn++) {
    const { prover, seeds } = left[turn % left.length]!;
    const [seed] = seeds.splice(random.below(Math.max(1, seeds.length)), 1);
    if (seed !== undefined) draws.push({ prover, seed });
  }
  return draws;
}

/** Makes a row again; tells in words where the table has other figures, nothing where all is the same. */
export async function recompute(
  { prover, seed }: Draw,
  tableOf: (prover: Prover) => readonly Row[] = readTable,
): Promise<string[]> {
  const where = `docs/results/${prover.name}.csv, seed ${seed}`;
  const stored = tableOf(prover).find((row) => row.seed === String(seed));
  if (!stored) return [`${where}: there is no such row`];
  const made = await makeRow(prover, seed);
  return ["seed", ...prover.columns]
    .filter((column) => stored[column] !== made[column])
    .map(
      (column) => `${where}: ${column} is ${stored[column]} in the table, ${made[column]} when recomputed`,
    );
}
