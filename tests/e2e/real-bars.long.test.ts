import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { ISOLATE_BARS } from "../../shared/services/training/spec.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { formatReport } from "../../supabase/tools/train/format-report.ts";
import { followJob } from "../../supabase/tools/train/training-client.ts";
import { countBars, importBars } from "../support/import-bars.ts";
import { testStack } from "../support/stack.ts";
import { callFunction, declareMarket } from "../support/train-over-http.ts";

const REAL_FILE = join(import.meta.dirname, "../../../shared/data/bars/eurusd_1h.csv.gz");
const REAL_BARS = 74_439;
const isThere = existsSync(REAL_FILE);
if (!isThere) console.warn(`Skipped: real bars are not there (${REAL_FILE}).`);

const MINUTE_MS = 60_000;

let stack: Stack;

beforeAll(async () => {
  stack = await testStack();
  await declareMarket(stack, DEMO_INSTRUMENTS.find(({ symbol }) => symbol === "EURUSD")!);
});
afterAll(() => stack?.stop());

describe.skipIf(!isThere)("EURUSD, every hour from 2007 to 2018", () => {
  test(
    "is imported by one command; a second time changes nothing",
    async () => {
      const first = await importBars(stack, REAL_FILE, "EURUSD");
      expect(first).toMatchObject({
        exitCode: 0,
        stdout: `EURUSD 1h: ${REAL_BARS} bars inserted, 0 replaced, 0 already there.\n`,
      });
      const again = await importBars(stack, REAL_FILE, "EURUSD");
      expect(again).toMatchObject({
        exitCode: 0,
        stdout: `EURUSD 1h: 0 bars inserted, 0 replaced, ${REAL_BARS} already there.\n`,
      });
      expect(await countBars(stack, "EURUSD")).toBe(REAL_BARS);
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
