import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readBarsCsv } from "../../supabase/local/import/read-bars-csv.ts";
import { formatReport } from "../../supabase/local/train/format-report.ts";
import { followJob } from "../../supabase/local/train/training-client.ts";
import { testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";

const FILE = join(import.meta.dirname, "../../../shared/data/bars/eurusd_1h.csv.gz");
const isThere = existsSync(FILE);
if (!isThere) console.warn(`Skipped: real bars are not there (${FILE}).`);

const MINUTE_MS = 60_000;

describe.skipIf(!isThere)("EURUSD, every hour from 2007 on", () => {
  let stack: Stack;
  let bars: Awaited<ReturnType<typeof readBarsCsv>>["bars"];

  beforeAll(async () => {
    const plain = new Blob([await readFile(FILE)]).stream().pipeThrough(new DecompressionStream("gzip"));
    ({ bars } = await readBarsCsv(plain.pipeThrough(new TextDecoderStream()), "1h", Date.now()));
    stack = await testStack();
    const instrument = DEMO_INSTRUMENTS.find(({ symbol }) => symbol === "EURUSD")!;
    await storeHourlyBars(stack, instrument, bars);
  });
  afterAll(() => stack?.stop());

  test("a model is trained in isolates alone, and the report is honest about it", {
    timeout: 10 * MINUTE_MS,
  }, async () => {
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
    const { report } = job.result;
    console.log(formatReport(job.result));
    expect(report.rows).toBeGreaterThan(0.15 * bars.ts.length);
    expect(report.effective_sample_size).toBeLessThan(report.rows / 4);
    // Nobody foresees a liquid market's direction: a figure far above the base rate would be a leak.
    const { model, baselines } = report;
    expect(model.accuracy.value).toBeLessThan(baselines.class_prior.accuracy.value + 0.1);
    expect(model.log_loss.value).toBeLessThan(baselines.class_prior.log_loss.upper);
  });

  test("the model predicts, whatever its state", async () => {
    const prediction = await callFunction(stack, "POST", "ml-predict", {
      symbol: "EURUSD",
      timeframe: "1h",
      model_version: "eurusd",
    });
    const probabilities: number[] = Object.values(prediction.probabilities);
    expect(probabilities).toHaveLength(3);
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
  });
});
