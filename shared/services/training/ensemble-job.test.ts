import { expect, test } from "vitest";
import { nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { RETURN_FEATURES, trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import { runJobSlice } from "../jobs/run-slice.ts";
import type { TrainingResult } from "./state.ts";

const MINUTE_MS = 60_000;
const ONE_STEP = { budgetMs: 0, leaseMs: MINUTE_MS };
const SERIES = { AAA: trendingBars(3_000, 1, 0.8) };
const REQUEST = {
  modelVersion: "stacked",
  family: "ensemble",
  params: {
    members: [
      { family: "boosting-leafwise", params: { rounds: 5, maxBins: 16, learningRate: 0.2 } },
      { family: "logistic", params: { iterations: 10 } },
    ],
    folds: 2,
  },
};

async function trained(slices: "one" | "many") {
  const platform = await trainingFixture(SERIES, nativeStandIn);
  const { job } = await platform.enqueue(REQUEST);
  const seen: number[] = [];
  for (let i = 0; ; i++) {
    const runner = platform.runner();
    const dead = () => Promise.reject(new Error("killed"));
    const dying = { ...runner, jobs: { ...runner.jobs, commit: dead, fail: dead } };
    const budgetMs = slices === "one" ? Infinity : 0;
    const isKilled = slices === "many" && i % 9 === 4;
    const slice = await runJobSlice(isKilled ? dying : runner, { ...ONE_STEP, budgetMs }).catch(() =>
      platform.jobs.loseRunners(),
    );
    const { progress, state, error } = (await platform.jobs.find(job.id))!;
    if (state === "failed") throw new Error(JSON.stringify(error));
    seen.push(progress);
    if (slice?.kind === "finished") return { platform, seen };
  }
}

test("a member that reads sequences makes the whole file read them, checked against the learner", async () => {
  const platform = await trainingFixture({ AAA: trendingBars(2_000, 1, 0.8) }, nativeStandIn);
  const members = [
    { family: "logistic", params: { iterations: 10 } },
    { family: "cnn", params: { sequenceLength: 5, channels: 8, levels: 1, epochs: 1 } },
  ];
  const { job } = await platform.enqueue({ family: "ensemble", params: { members, folds: 1 } });
  await runJobSlice(platform.runner(), { ...ONE_STEP, budgetMs: Infinity });
  expect(await platform.jobs.find(job.id)).toMatchObject({ state: "succeeded" });
  const loaded = await nativeStandIn.load((await platform.files.get(platform.registered[0]!.file.path))!);
  if ("refused" in loaded) throw new Error(loaded.reason);
  expect(loaded.rowShape).toEqual([5, RETURN_FEATURES.features.length]);
  await loaded.release();
});

test("an ensemble is trained, exported as one file and registered, the same however its job was cut", async () => {
  const { platform: whole } = await trained("one");
  const [model] = whole.registered;
  expect(model!.family).toBe("ensemble");
  const { gain } = model!.metrics as Pick<TrainingResult["report"], "gain">;
  expect(gain.over_class_prior.value).toBeGreaterThan(0);
  const { platform, seen } = await trained("many");
  expect(platform.registered.map(({ file }) => file)).toEqual(whole.registered.map(({ file }) => file));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(40);
});
