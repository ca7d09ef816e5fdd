import { expect, test } from "vitest";
import { nativeStandIn } from "../../../../tests/support/onnx-runtimes.ts";
import { trainingFixture, trendingBars } from "../../../../tests/support/training-fixture.ts";
import type { Bars } from "../../../market/bars.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { runJobSlice } from "../../jobs/run-slice.ts";
import type { TrainingRequest } from "../enqueue.ts";

const MINUTE_MS = 60_000;
const ONE_STEP = { budgetMs: 0, leaseMs: MINUTE_MS };
const SERIES = { AAA: trendingBars(3_500, 1, 0.8) };
const CPCV = { scheme: "cpcv", groups: 4, test_groups: 2 } as const;

async function validated(
  request: Partial<TrainingRequest>,
  slices: "one" | "many" = "one",
  series: Readonly<Record<string, Bars>> = SERIES,
) {
  const platform = await trainingFixture(series, nativeStandIn);
  const { job } = await platform.enqueue({
    modelVersion: "validated",
    params: { rounds: 8, maxBins: 16, learningRate: 0.2 },
    ...request,
  });
  const seen: number[] = [];
  for (let i = 0; ; i++) {
    const runner = platform.runner();
    const dead = () => Promise.reject(new Error("killed"));
    const dying = { ...runner, jobs: { ...runner.jobs, commit: dead, fail: dead } };
    const isKilled = slices === "many" && i % 9 === 4;
    const budgetMs = slices === "one" ? Infinity : 0;
    const slice = await runJobSlice(isKilled ? dying : runner, { ...ONE_STEP, budgetMs }).catch(() =>
      platform.jobs.loseRunners(),
    );
    const { progress, error } = (await platform.jobs.find(job.id))!;
    if (error) return { platform, seen, error, model: undefined };
    seen.push(progress);
    if (slice?.kind === "finished") return { platform, seen, error, model: platform.registered[0]! };
  }
}

test("every path of a combinatorial cross-validation is scored, in the card and the evidence, and how they vary", async () => {
  const { model } = await validated({ validation: CPCV });
  const { validation } = model!.card;
  expect(validation).toMatchObject({ scheme: "cpcv", folds: 6 });
  const { histories, spread } = validation!;
  expect(histories).toHaveLength(3);
  // Each path goes through all of the training part, and what can be learned here is learned from other groups too.
  expect(new Set(histories.map(({ rows }) => rows)).size).toBe(1);
  for (const { rows, to, gain } of histories) {
    expect(rows).toBe(model!.trainingRows);
    expect(to).toBeLessThan(Date.parse(model!.holdoutWindow.from));
    expect(gain).toBeGreaterThan(0);
  }
  const gains = histories.map(({ gain }) => gain);
  expect(new Set(gains).size).toBe(3);
  expect(spread.gain).toEqual({
    mean: expect.closeTo((gains[0]! + gains[1]! + gains[2]!) / 3, 12),
    deviation: expect.closeTo(
      Math.sqrt(gains.reduce((sum, g) => sum + (g - spread.gain.mean) ** 2, 0) / 2),
      12,
    ),
    least: Math.min(...gains),
    most: Math.max(...gains),
  });
  expect(model!.gate.evidence).toMatchObject({ validation: JSON.parse(JSON.stringify(validation)) });
});

test("a cross-validation changes nothing in the model, and is the same however its job is cut", async () => {
  const [plain, whole, cut] = [
    await validated({}),
    await validated({ validation: CPCV }),
    await validated({ validation: CPCV }, "many"),
  ];
  expect(whole.model!.file).toEqual(plain.model!.file);
  expect(cut.model!.file).toEqual(whole.model!.file);
  expect(cut.model!.card).toEqual(whole.model!.card);
  expect(cut.seen).toEqual(cut.seen.toSorted((a, b) => a - b));
  expect(cut.seen.length).toBeGreaterThan(60);
});

test("a walk-forward has a history a fold; a family that reads sequences is validated too", async () => {
  const params = { epochs: 1, sequenceLength: 4, channels: 8, levels: 1, taps: 2 };
  const { model } = await validated({
    family: "cnn",
    params,
    validation: { scheme: "walk_forward", folds: 2 },
  });
  const { histories } = model!.card.validation!;
  expect(histories).toHaveLength(2);
  expect(histories[0]!.to - histories[1]!.from).toBeLessThan(12 * TIMEFRAME_MS["1h"]);
});

test("a walk-forward with a rolling window is run as one, on models of their own", async () => {
  const request = (window: object) => ({
    validation: { scheme: "walk_forward", folds: 2, ...window } as const,
  });
  const [expanding, rolling] = [await validated(request({})), await validated(request({ window_days: 30 }))];
  const historiesOf = ({ model }: typeof rolling) => model!.card.validation!.histories;
  expect(historiesOf(rolling).map(({ rows }) => rows)).toEqual(
    historiesOf(expanding).map(({ rows }) => rows),
  );
  for (const [fold, { gain }] of historiesOf(rolling).entries()) {
    expect(gain).not.toBe(historiesOf(expanding)[fold]!.gain);
  }
});

test("forecasts are calibrated fold by fold: a forest that is too sure of itself loses little to the prior", async () => {
  const { model } = await validated(
    {
      family: "forest",
      params: { trees: 5, minLeafRows: 1, maxDepth: 20 },
      validation: { scheme: "walk_forward", folds: 2 },
    },
    "one",
    { AAA: trendingBars(3_500, 1, 0) },
  );
  // Uncalibrated it loses an eighth of a nat.
  for (const { gain } of model!.card.validation!.histories) expect(gain).toBeGreaterThan(-0.05);
});

test("folds that leave too few rows to learn from are refused by name", async () => {
  const { error } = await validated({ validation: { scheme: "cpcv", groups: 4, test_groups: 3 } });
  expect(error).toMatchObject({ code: "not_enough_bars" });
});
