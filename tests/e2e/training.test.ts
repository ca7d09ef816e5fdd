import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { generateBars } from "../../seed/synthetic-market/generate-bars.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createTrainingRunner } from "../../shared/composition/training-runner.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import type { TrainingResult } from "../../shared/services/training/state.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { followJob, type JobAnswer } from "../../supabase/tools/train/training-client.ts";
import { enqueueAlone } from "../support/enqueue-training.ts";
import { runCommand } from "../support/run-command.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";

const HOUR_MS = 3_600_000;
const TO = Date.UTC(2026, 0, 1);
const FROM = TO - 9_000 * HOUR_MS;
const SYMBOL = "SYN-COIN";
const CACHE_BYTES = 256 * 1024 * 1024;
const REQUEST = {
  symbols: [SYMBOL],
  timeframe: "1h",
  horizon: 12,
  force_retrain: true,
  to: new Date(TO).toISOString(),
  params: { rounds: 80 },
};

let stack: Stack;
let lines: string[] = [];

beforeAll(async () => {
  stack = await testStack({
    // Small slices, so that there are enough of them on a fast machine too.
    environment: { EDGEWISE_CPU_BUDGET_MS: "120" },
    log: (source, line) => source === "trigger-training" && lines.push(line),
  });
  const instrument = DEMO_INSTRUMENTS.find(({ symbol }) => symbol === SYMBOL)!;
  const bars = generateBars({ symbol: SYMBOL, timeframe: "1h", from: FROM, to: TO });
  await storeHourlyBars(stack, instrument, bars);
});
afterAll(() => stack?.stop());

const trigger = (version: string) =>
  callFunction(stack, "POST", "trigger-training", { ...REQUEST, model_version: version });

async function finish(jobUrl: string): Promise<JobAnswer> {
  const job = await followJob({ url: stack.url, key: stack.keys.secret }, jobUrl, () => {});
  expect(job.error).toBeNull();
  return job;
}

const enqueue = (modelVersion: string) =>
  enqueueAlone(stack, { symbols: [SYMBOL], modelVersion, params: REQUEST.params, to: TO });

/** Runs one of the commands to its good end, and gives what it printed. */
async function printedBy(name: "worker.ts" | "train.ts", flags: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(stack, name, flags);
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

describe("a model is the same file wherever its job has run", () => {
  const files: Record<string, string> = {};

  test("in isolates that live for one second of CPU: ten slices over three of them at least", async () => {
    lines = [];
    const { job_url } = await trigger("isolates");
    const job = await finish(job_url);
    files.isolates = job.result.onnx_sha256;
    const slices = lines.filter((line) => line.includes('"job_slice"') && line.includes('"busyMs"'));
    const retired = lines.filter((line) => line.includes("no new work"));
    expect(slices.length).toBeGreaterThanOrEqual(10);
    expect(retired.length + 1).toBeGreaterThanOrEqual(3);
    expect(lines.filter((line) => line.includes("out of compute"))).toEqual([]);
  });

  test("in a worker alone", async () => {
    const { job } = await enqueue("worker");
    await printedBy("worker.ts", ["--until-idle"]);
    const answer = await finish(`${stack.url}/functions/v1/trigger-training/jobs/${job.id}`);
    files.worker = answer.result.onnx_sha256;
  });

  test("in isolates on Deno and a runner on Node by turns", async () => {
    lines = [];
    const { job_url } = await trigger("both");
    const runner = createTrainingRunner(clientOf(stack, stack.keys.secret), systemClock, CACHE_BYTES);
    let slicesHere = 0;
    for (let isDone = false; !isDone; ) {
      const slice = await runJobSlice(runner, { budgetMs: 300, leaseMs: 60_000 });
      if (slice.kind === "advanced" || slice.kind === "finished") slicesHere++;
      await callFunction(stack, "POST", "trigger-training/run");
      isDone = (await callFunction(stack, "GET", job_url.split("/functions/v1/")[1])).state === "succeeded";
    }
    files.both = (await finish(job_url)).result.onnx_sha256;
    expect(slicesHere).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('"advanced"')).length).toBeGreaterThan(0);
    expect(files).toEqual({ isolates: files.isolates, worker: files.isolates, both: files.isolates });
  });
});

test("the model is in the registry and its file in Storage; what the job stored is gone", async () => {
  const client = clientOf(stack, stack.keys.secret);
  const model = await createSupabaseModelStore(client).get("isolates");
  expect(model).toMatchObject({
    universe: SYMBOL,
    horizonBars: 12,
    labelSpec: { kind: "triple_barrier" },
    featureSetVersion: FEATURE_SET.version,
  });
  const { data } = await client.storage.from("models").download(model!.file!.path);
  expect(data!.size).toBe(model!.file!.sizeBytes);
  const left = async () => (await client.storage.from("jobs").list()).data!.map(({ name }) => name);
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
});

test("the planted signal is found: the first model serves, the next ones, no better than it, are rejected", async () => {
  const models = createSupabaseModelStore(clientOf(stack, stack.keys.secret));
  const states = await Promise.all(["isolates", "worker", "both"].map((version) => models.get(version)));
  expect(states.map((model) => model!.state)).toEqual(["active", "rejected", "rejected"]);
  for (const { gate } of states.slice(1) as Model[]) {
    expect(gate!.reasons.map(({ code }) => code)).toEqual([
      "champion_not_beaten",
      "champion_brier_not_beaten",
    ]);
    expect(gate!.evidence.champion).toMatchObject({ compared: true, version: "isolates" });
  }
});

test("a training under way can be cancelled, and its scope is free again", async () => {
  const { job_url, job_id } = await trigger("cancelled");
  const path = `trigger-training/jobs/${job_id}`;
  const slices = async () => (await callFunction(stack, "GET", path)).slices;
  await expect.poll(slices, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await callFunction(stack, "POST", `${path}/cancel`)).toMatchObject({ state: "cancelled" });
  const again = await trigger("again");
  expect(again.job_url).not.toBe(job_url);
  await callFunction(stack, "POST", `trigger-training/jobs/${again.job_id}/cancel`);
});

test("a job whose chain of calls was lost is found by pg_cron and goes on", async () => {
  const { job } = await enqueue("found");
  const path = `trigger-training/jobs/${job.id}`;
  const sql = postgres(stack.databaseUrl, { max: 1 });
  // The work of pg_cron every minute: through Vault, pg_net and the cron key to the run route.
  await sql`select internal.tend_jobs()`;
  await sql.end();
  const slices = async () => (await callFunction(stack, "GET", path)).slices;
  await expect.poll(slices, { timeout: 20_000 }).toBeGreaterThan(1);
  await callFunction(stack, "POST", `${path}/cancel`);
});

test("npm run train follows a training to its end and reports it beside the baselines", async () => {
  const report = await printedBy("train.ts", [
    ...["--symbols", SYMBOL, "--timeframe", "H1", "--horizon", "24h", "--params", '{"rounds":5}'],
  ]);
  expect(report).toMatch(/^Model syn-coin-1h-24-\d{8}T\d{6}Z: /);
  for (const name of ["model", "class prior", "persistence"]) {
    expect(report).toMatch(new RegExp(`^ +${name} +\\d\\.\\d{4} \\[\\d\\.\\d{4}, \\d\\.\\d{4}\\]`, "m"));
  }
  const again = await printedBy("train.ts", ["--symbols", SYMBOL, "--timeframe", "1h", "--horizon", "24"]);
  expect(again).toContain("Training executed recently, skipping");
});

test("the report says how the model did beside what needs no model, with intervals", async () => {
  const [model] = await createSupabaseModelStore(clientOf(stack, stack.keys.secret)).list({
    universe: SYMBOL,
    state: "active",
    limit: 1,
  });
  const metrics = model!.metrics as unknown as TrainingResult["report"];
  for (const figures of [metrics.model, metrics.baselines.class_prior, metrics.baselines.persistence]) {
    for (const { value, lower, upper } of [figures.log_loss, figures.accuracy]) {
      expect(lower).toBeLessThan(value);
      expect(upper).toBeGreaterThan(value);
    }
  }
  expect(metrics.gain.over_class_prior.lower).toBeGreaterThan(0);
});
