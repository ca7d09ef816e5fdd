import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createJobRunner } from "../../shared/composition/job-runner.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import type { TrainingResult } from "../../shared/services/training/state.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { followJob, type JobAnswer } from "../../supabase/tools/train/training-client.ts";
import { runCommand } from "../support/run-command.ts";
import { clientOf } from "../support/stack.ts";
import { callFunction } from "../support/train-over-http.ts";
import {
  enqueueLongTraining,
  SYMBOL,
  trainingStack,
  triggerLongTraining,
} from "../support/training-stack.ts";

const CACHE_BYTES = 256 * 1024 * 1024;

let stack: Stack;
let lines: string[] = [];

beforeAll(async () => {
  stack = await trainingStack((source, line) => source === "jobs" && lines.push(line));
});
afterAll(() => stack?.stop());

async function finish(jobUrl: string): Promise<JobAnswer> {
  const job = await followJob({ url: stack.url, key: stack.keys.secret }, jobUrl, () => {});
  expect(job.error).toBeNull();
  return job;
}

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
    const { job_url } = await triggerLongTraining(stack, "isolates");
    const job = await finish(job_url);
    files.isolates = job.result.onnx_sha256;
    const slices = lines.filter((line) => line.includes('"job_slice"') && line.includes('"busyMs"'));
    const retired = lines.filter((line) => line.includes("no new work"));
    expect(slices.length).toBeGreaterThanOrEqual(10);
    expect(retired.length + 1).toBeGreaterThanOrEqual(3);
    expect(lines.filter((line) => line.includes("out of compute"))).toEqual([]);
  });

  test("in a worker alone", async () => {
    const { job } = await enqueueLongTraining(stack, "worker");
    await printedBy("worker.ts", ["--until-idle"]);
    const answer = await finish(`${stack.url}/functions/v1/jobs/${job.id}`);
    files.worker = answer.result.onnx_sha256;
  });

  test("in isolates on Deno and a runner on Node by turns", async () => {
    lines = [];
    const { job_url } = await triggerLongTraining(stack, "both");
    const runner = createJobRunner(clientOf(stack, stack.keys.secret), systemClock, CACHE_BYTES);
    let slicesHere = 0;
    for (let isDone = false; !isDone; ) {
      const slice = await runJobSlice(runner, { budgetMs: 300, leaseMs: 60_000 });
      if (slice.kind === "advanced" || slice.kind === "finished") slicesHere++;
      await callFunction(stack, "POST", "jobs/run");
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
