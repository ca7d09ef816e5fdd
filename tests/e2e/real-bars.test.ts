import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { ISOLATE_BARS } from "../../shared/services/training/spec.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { formatReport } from "../../supabase/tools/train/format-report.ts";
import { followJob } from "../../supabase/tools/train/training-client.ts";
import { type CommandOutcome, runCommand } from "../support/run-command.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, declareMarket } from "../support/train-over-http.ts";

const REAL_FILE = join(import.meta.dirname, "../../../shared/data/bars/eurusd_1h.csv.gz");
const REAL_BARS = 74_439;
const isThere = existsSync(REAL_FILE);
if (!isThere) console.warn(`Skipped: real bars are not there (${REAL_FILE}).`);

const MINUTE_MS = 60_000;

let stack: Stack;
let folder: string;

beforeAll(async () => {
  stack = await testStack();
  folder = await mkdtemp(join(tmpdir(), "edgewise-import-"));
  for (const symbol of ["EURUSD", "SPY"]) {
    await declareMarket(stack, DEMO_INSTRUMENTS.find((instrument) => instrument.symbol === symbol)!);
  }
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

function importBars(file: string, symbol: string, ...flags: string[]): Promise<CommandOutcome> {
  return runCommand(stack, "import.ts", ["--file", file, "--symbol", symbol, "--timeframe", "1h", ...flags]);
}

async function countBars(symbol: string): Promise<number> {
  const { count } = await clientOf(stack, stack.keys.secret)
    .from("market_data")
    .select("*", { count: "exact", head: true })
    .eq("symbol", symbol);
  return count!;
}

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
    const { exitCode, stderr } = await importBars(file, "SPY");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("line 4: high is below open or close");
    expect(stderr).toContain("line 6: ts is not aligned to 1h");
    expect(stderr).toContain("Nothing was imported.");
    expect(await countBars("SPY")).toBe(0);
  });

  test("gives its good rows with --skip-bad, and still names the others", async () => {
    const { exitCode, stdout, stderr } = await importBars(file, "SPY", "--skip-bad");
    expect([exitCode, stdout.trim()]).toEqual([
      0,
      "SPY 1h: 2 bars inserted, 0 replaced, 0 already there, 2 bad rows left out.",
    ]);
    expect(stderr).toContain("line 4");
    expect(await countBars("SPY")).toBe(2);
  });

  test.each([
    ["a symbol that nobody declared", ["bad.csv", "NOWHERE", "--skip-bad"], "unknown instrument NOWHERE"],
    ["a file that is not there", ["none.csv", "SPY"], "none.csv"],
  ])("%s is refused in words", async (_, [name, symbol, ...flags], message) => {
    const { exitCode, stderr } = await importBars(join(folder, name!), symbol!, ...flags);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});

describe.skipIf(!isThere)("EURUSD, every hour from 2007 to 2018", () => {
  test(
    "is imported by one command; a second time changes nothing",
    async () => {
      const first = await importBars(REAL_FILE, "EURUSD");
      expect(first).toMatchObject({
        exitCode: 0,
        stdout: `EURUSD 1h: ${REAL_BARS} bars inserted, 0 replaced, 0 already there.\n`,
      });
      const again = await importBars(REAL_FILE, "EURUSD");
      expect(again).toMatchObject({
        exitCode: 0,
        stdout: `EURUSD 1h: 0 bars inserted, 0 replaced, ${REAL_BARS} already there.\n`,
      });
      expect(await countBars("EURUSD")).toBe(REAL_BARS);
    },
    2 * MINUTE_MS,
  );

  test(
    "a model is trained in isolates alone, and the report is honest about it",
    async () => {
      const { job_url } = await callFunction(stack, "POST", "trigger-training", {
        symbols: ["EURUSD"],
        timeframe: "1h",
        horizon: 12,
        model_version: "eurusd",
        params: { rounds: 30, learningRate: 0.1 },
      });
      const connection = { url: stack.url, key: stack.keys.secret };
      const job = await followJob(connection, job_url, () => {});
      expect(job).toMatchObject({ state: "succeeded", error: null });
      console.log(formatReport(job.result));
      const { report } = job.result;
      // Of the newest bars, as many as isolates alone get through, a fifth are the holdout.
      expect(report.rows).toBeGreaterThan(0.15 * ISOLATE_BARS);
      expect(report.effective_sample_size).toBeLessThan(report.rows / 4);
      const { model, baselines } = report;
      for (const { log_loss, accuracy } of [model, baselines.class_prior, baselines.persistence]) {
        for (const { value, lower, upper } of [log_loss, accuracy]) {
          expect(lower).toBeLessThan(value);
          expect(upper).toBeGreaterThan(value);
        }
      }
      // Nobody foresees a liquid market's direction: a figure far above the base rate would be a leak.
      expect(model.accuracy.value).toBeLessThan(baselines.class_prior.accuracy.value + 0.1);
      expect(model.log_loss.value).toBeLessThan(baselines.class_prior.log_loss.upper);
    },
    10 * MINUTE_MS,
  );

  test("the model predicts when it is named, and the answer says its state", async () => {
    const { status } = await callFunction(stack, "GET", "models/eurusd");
    const prediction = await callFunction(stack, "POST", "ml-predict", {
      symbol: "EURUSD",
      model_version: "eurusd",
      log: "sync",
    });
    expect(prediction.model).toMatchObject({ version: "eurusd", status });
    const probabilities: number[] = Object.values(prediction.probabilities);
    expect(probabilities).toHaveLength(3);
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
  });
});
