import { describe, expect, it } from "vitest";
import { readSummary } from "./page.ts";
import { countOf, type Prover } from "./prover.ts";
import { PROVERS } from "./provers.ts";
import { drawRows, recomputable, recompute } from "./recompute.ts";
import { formatTable, makeRow, parseTable, readTable } from "./table.ts";

const squares: Prover = {
  name: "squares",
  columns: ["square", "root", "even"],
  seeds: 20,
  checked: "recomputed",
  row: async (seed) => ({ square: seed * seed, root: Math.sqrt(seed), even: seed % 2 === 0 }),
  summary: (rows) => `${countOf(rows, "even", "true")} are even.`,
};
const few: Prover = { ...squares, name: "few", seeds: 3 };

const rowsOf = async (prover: Prover) =>
  Promise.all(Array.from({ length: prover.seeds }, (_, seed) => makeRow(prover, seed)));
const COMMITS = ["6933a56fb1", "2593aaa0c4", "ffffffff00", "0000000000"];

describe("a table", () => {
  it("comes back from its file as it was made, numbers with six decimals", async () => {
    const rows = await rowsOf(squares);
    expect(rows[2]).toEqual({ seed: "2", square: "4", root: "1.414214", even: "true" });
    expect(parseTable(formatTable(squares, rows))).toEqual(rows);
  });

  it("takes no figure that would break a line", async () => {
    const broken: Prover = { ...squares, columns: ["words"], row: async () => ({ words: "a, b" }) };
    await expect(makeRow(broken, 0)).rejects.toThrow("no comma");
  });
});

describe("rows to recompute", () => {
  it.each(COMMITS)("are drawn by the commit %s: twelve, of all tables, none twice", (commit) => {
    const draws = drawRows([squares, few, { ...squares, name: "more" }], commit, 12);
    const names = draws.map(({ prover, seed }) => `${prover.name} ${seed}`);
    expect([names.length, new Set(names).size]).toEqual([12, 12]);
    expect(new Set(draws.map(({ prover }) => prover.name))).toEqual(new Set(["squares", "few", "more"]));
    expect(draws.every(({ prover, seed }) => seed >= 0 && seed < prover.seeds)).toBe(true);
    expect(drawRows([squares, few, { ...squares, name: "more" }], commit, 12)).toEqual(draws);
  });

  it("are others for another commit, so that every row may be asked for", () => {
    const seeds = Array.from({ length: 200 }, (_, i) =>
      drawRows([squares], (i * 65_537).toString(16).padStart(8, "0"), 2).map(({ seed }) => seed),
    );
    expect(new Set(seeds.flat()).size).toBe(squares.seeds);
  });

  it("are all there are where there are fewer", () => {
    expect(
      drawRows([few], "2593aaa0c4", 12)
        .map(({ seed }) => seed)
        .sort(),
    ).toEqual([0, 1, 2]);
  });

  it("come from the twin of what takes too long, and never from what was counted", () => {
    const long: Prover = { ...squares, name: "long", checked: { twin: few } };
    const kills: Prover = { ...squares, name: "kills", checked: "counted" };
    expect(recomputable([squares, long, kills])).toEqual([squares, few]);
  });

  it("are equal where nobody has touched the table", async () => {
    const rows = await rowsOf(squares);
    for (let seed = 0; seed < squares.seeds; seed++) {
      expect(await recompute({ prover: squares, seed }, () => rows)).toEqual([]);
    }
  });

  it("tell of a figure that was tampered with, and of a row that is not there", async () => {
    const rows = await rowsOf(squares);
    const tampered = rows.with(7, { ...rows[7]!, square: "50" });
    expect(await recompute({ prover: squares, seed: 7 }, () => tampered)).toEqual([
      "docs/results/squares.csv, seed 7: square is 50 in the table, 49 when recomputed",
    ]);
    expect(await recompute({ prover: squares, seed: 8 }, () => tampered)).toEqual([]);
    expect(await recompute({ prover: squares, seed: 19 }, () => rows.slice(0, 19))).toEqual([
      "docs/results/squares.csv, seed 19: there is no such row",
    ]);
  });
});

describe.each(PROVERS.map((prover) => [prover.name, prover] as const))("docs/results/%s.csv", (_, prover) => {
  const tables = typeof prover.checked === "object" ? [prover, prover.checked.twin] : [prover];

  it.each(tables)("has a row for every seed, with all of its figures: $name", (table) => {
    const rows = readTable(table);
    expect(rows.map(({ seed }) => Number(seed))).toEqual([...Array(table.seeds).keys()]);
    for (const row of rows) expect(Object.keys(row)).toEqual(["seed", ...table.columns]);
    for (const row of rows)
      expect(Object.entries(row).filter(([, figure]) => figure === "undefined")).toEqual([]);
  });

  it("is what docs/results.md says", () => {
    expect(readSummary(prover)).toBe(prover.summary(readTable(prover)).trim());
  });
});

it("another row is found in the tables as they stand", async () => {
  const [prover] = PROVERS.filter(({ name }) => name === "slicing");
  const rows = readTable(prover!);
  expect(await recompute({ prover: prover!, seed: 3 })).toEqual([]);
  const invented = rows.with(3, { ...rows[3]!, cut: "0000000000000000" });
  expect(await recompute({ prover: prover!, seed: 3 }, () => invented)).toHaveLength(1);
});
