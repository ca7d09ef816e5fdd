import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { countBars, importBars } from "../support/import-bars.ts";
import { sharedStack } from "../support/stack.ts";
import { declareMarket } from "../support/train-over-http.ts";

const stack = sharedStack();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edgewise-import-"));
  await declareMarket(stack, DEMO_INSTRUMENTS.find(({ symbol }) => symbol === "SPY")!);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a file with bad rows", () => {
  const HEADER = "ts,open,high,low,close,volume";
  const LINES = [
    HEADER,
    "2024-01-02T14:00:00Z,470,472,469,471,1000",
    "",
    "2024-01-02T15:00:00Z,471,470,469,470,1000",
    "2024-01-02T16:00:00Z,470,471,469,470,1000",
    "2024-01-02T17:30:00Z,470,471,469,470,1000",
  ];
  let file: string;

  beforeAll(async () => {
    file = join(folder, "bad.csv");
    await writeFile(file, LINES.join("\n"));
  });

  test("is refused as a whole, each bad row named by its line", async () => {
    const { exitCode, stderr } = await importBars(stack, file, "SPY");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("line 4: high is below open or close");
    expect(stderr).toContain("line 6: ts is not aligned to 1h");
    expect(stderr).toContain("Nothing was imported.");
    expect(await countBars(stack, "SPY")).toBe(0);
  });

  test("gives its good rows with --skip-bad, and still names the others", async () => {
    const { exitCode, stdout, stderr } = await importBars(stack, file, "SPY", "--skip-bad");
    expect([exitCode, stdout.trim()]).toEqual([
      0,
      "SPY 1h: 2 bars inserted, 0 replaced, 0 already there, 2 bad rows left out.",
    ]);
    expect(stderr).toContain("line 4");
    expect(await countBars(stack, "SPY")).toBe(2);
  });

  test.each([
    ["a symbol that nobody declared", ["bad.csv", "NOWHERE", "--skip-bad"], "unknown instrument NOWHERE"],
    ["a file that is not there", ["none.csv", "SPY"], "none.csv"],
  ])("%s is refused in words", async (_, [name, symbol, ...flags], message) => {
    const { exitCode, stderr } = await importBars(stack, join(folder, name!), symbol!, ...flags);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});
