import { describe, expect, test } from "vitest";
import { TEST_ACTOR } from "../../../../tests/support/models.ts";
import { nativeStandIn } from "../../../../tests/support/onnx-runtimes.ts";
import { trainingFixture, trendingBars } from "../../../../tests/support/training-fixture.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import type { HoldoutReport } from "../../../ml/evaluation/holdout-report.ts";
import { type JobRunnerDeps, runJobSlice } from "../../jobs/run-slice.ts";
import { innerFolds, thinnedFold } from "../folds/inner-folds.ts";
import type { Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import { parseTrainingSpec, type TrainingSpec } from "../spec.ts";
import { trialParams } from "../trial-params.ts";

const MINUTE_MS = 60_000;
const ONE_STEP = { budgetMs: 0, leaseMs: MINUTE_MS };
const SERIES = { AAA: trendingBars(3_000, 1, 0.8) };
/** Few and coarse; rounds are given, so that they are not searched. */
const REQUEST = {
  modelVersion: "searched",
  params: { rounds: 6, maxBins: 16 },
  search: { trials: 10, eta: 2, rungs: 2, folds: 2 },
};
type Fixture = Awaited<ReturnType<typeof trainingFixture>>;

async function searched(): Promise<Fixture> {
  const platform = await trainingFixture(SERIES, nativeStandIn);
  await platform.enqueue(REQUEST);
  await runJobSlice(platform.runner(), { ...ONE_STEP, budgetMs: Infinity });
  return platform;
}

const recorded = ({ trials }: Fixture) => trials.batches.flatMap((batch) => batch.trials);

describe("a training with a search", () => {
  test("records every trial once, the discarded too, and takes the best of the last rung", async () => {
    const platform = await searched();
    const trials = recorded(platform);
    expect(trials.map(({ trial }) => trial).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const finalists = trials.filter(({ metrics }) => metrics.rung === 1);
    expect(finalists).toHaveLength(5);
    const best = finalists.reduce((a, b) => (b.logLoss < a.logLoss ? b : a));
    expect(platform.registered[0]!.params).toEqual(best.params);
    for (const { params } of trials) expect(params).toMatchObject(REQUEST.params);
    expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(10);
    // Inputs of the deflated Sharpe ratio: the trials and the model itself, and how the trials' ratios vary.
    const inOrder = trials.toSorted((a, b) => a.trial - b.trial).map(({ sharpe }) => sharpe!);
    const mean = inOrder.reduce((sum, sharpe) => sum + sharpe, 0) / 10;
    const variance = inOrder.reduce((sum, sharpe) => sum + (sharpe - mean) ** 2, 0) / 9;
    const { card, gate } = platform.registered[0]!;
    expect(card.search).toEqual({ sharpe_ratios: inOrder });
    expect(gate.evidence).toMatchObject({
      trading: {
        deflated_sharpe: {
          trials: 11,
          measured_trials: 10,
          variance_of: "trials",
          variance: expect.closeTo(variance, 14),
        },
      },
    });
  });

  test("is the same, byte for byte, step by step and with runners that die", async () => {
    const whole = await searched();
    const platform = await trainingFixture(SERIES, nativeStandIn);
    const { job } = await platform.enqueue(REQUEST);
    const seen: number[] = [];
    for (let i = 0; ; i++) {
      const runner = i % 9 === 4 ? dying(platform.runner()) : platform.runner();
      const slice = await runJobSlice(runner, ONE_STEP).catch(() => platform.jobs.loseRunners());
      seen.push((await platform.jobs.find(job.id))!.progress);
      if (slice?.kind === "finished") break;
    }
    expect(platform.registered.map(({ file }) => file)).toEqual(whole.registered.map(({ file }) => file));
    expect(recorded(platform)).toEqual(recorded(whole));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test("can be cancelled while it searches, and its runner's work no longer counts", async () => {
    const platform = await trainingFixture(SERIES, nativeStandIn);
    const { job } = await platform.enqueue(REQUEST);
    const phase = async () => (await platform.jobs.find(job.id))!.phase;
    while ((await phase()) !== "search") await runJobSlice(platform.runner(), ONE_STEP);
    const slow = platform.runner();
    const put = slow.blobs.put;
    const cancelledWhile = {
      ...slow,
      blobs: {
        ...slow.blobs,
        put: async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
          await platform.jobs.cancel(job.id, TEST_ACTOR);
          await put(path, bytes);
        },
      },
    };
    expect(await runJobSlice(cancelledWhile, ONE_STEP)).toMatchObject({ kind: "lost" });
    expect(await platform.jobs.find(job.id)).toMatchObject({ state: "cancelled" });
    expect(await runJobSlice(platform.runner(), ONE_STEP)).toEqual({ kind: "idle" });
  });
});

test("trials of universes that share a symbol deflate the Sharpe ratio, of any horizon, but not of other bars", async () => {
  const platform = await trainingFixture(SERIES, nativeStandIn);
  const trial = { family: "boosting", params: {}, seed: 1, logLoss: 1, sharpe: 0.01, metrics: {} };
  const tried = {
    jobId: "a",
    universe: "AAA+BBB",
    symbols: ["AAA", "BBB"],
    timeframe: "1h",
    horizonBars: 24,
  } as const;
  await platform.trials.record({
    ...tried,
    trials: [0, 1, 2].map((number) => ({ ...trial, trial: number })),
  });
  for (const other of [{ universe: "BBB", symbols: ["BBB"] }, { timeframe: "4h" } as const]) {
    await platform.trials.record({ ...tried, ...other, jobId: "b", trials: [{ ...trial, trial: 0 }] });
  }
  await platform.enqueue({ params: REQUEST.params });
  await runJobSlice(platform.runner(), { ...ONE_STEP, budgetMs: Infinity });
  const { gate, metrics, figures } = platform.registered[0]!;
  expect(gate.evidence).toMatchObject({ trading: { deflated_sharpe: { trials: 4 } } });
  // The registry's figure is yearly, its trial's is a day's: what a search's trials have.
  const { daily_sharpe } = (metrics as HoldoutReport).trading;
  expect(daily_sharpe! * Math.sqrt(365.25)).toBeCloseTo(figures.sharpe!, 12);
});

test("a family that reads sequences is searched too, and serves with what was found", async () => {
  const platform = await trainingFixture({ AAA: trendingBars(2_000, 1, 0.8) }, nativeStandIn);
  const params = { epochs: 1, sequenceLength: 4, channels: 8, levels: 1, taps: 2 };
  const search = { trials: 3, eta: 3, rungs: 1, folds: 1 };
  await platform.enqueue({ family: "cnn", params, search });
  const slice = await runJobSlice(platform.runner(), { ...ONE_STEP, budgetMs: Infinity });
  expect(slice.kind).toBe("finished");
  const trials = recorded(platform);
  expect(trials.map(({ trial }) => trial).sort()).toEqual([0, 1, 2]);
  expect(new Set(trials.map(({ logLoss }) => logLoss)).size).toBe(3);
  const best = trials.reduce((a, b) => (b.logLoss < a.logLoss ? b : a));
  expect(platform.registered[0]).toMatchObject({ family: "cnn", params: best.params });
});

function dying(deps: JobRunnerDeps): JobRunnerDeps {
  const dead = () => Promise.reject(new Error("killed"));
  return { ...deps, jobs: { ...deps.jobs, commit: dead, fail: dead } };
}

const SPEC = parseTrainingSpec({
  symbols: ["AAA"],
  universe: "AAA",
  timeframe: "1h",
  horizonBars: 12,
  modelVersion: "v",
  family: "boosting",
  params: { lambda: 3 },
  search: { trials: 20 },
  seed: 5,
  featureSetVersion: "f",
  window: { from: null, to: 1 },
  costPerTrade: 0,
  promote: "never",
  requestedAt: 0,
});

test("the first trial is what a training without a search would take; what is given is not searched", () => {
  const [first, ...others] = trialParams(SPEC);
  expect(first).toEqual({ lambda: 3 });
  for (const params of others) expect(params.lambda).toBe(3);
  expect(trialParams(SPEC)).toEqual([first, ...others]);
  expect(trialParams({ ...SPEC, seed: 6 } as TrainingSpec)[1]).not.toEqual(others[0]);
});

test("inner folds lie in the training part, purged and in order of time, thinned or not", () => {
  const rows = 4_000;
  const decidedAt = Float64Array.from({ length: rows }, (_, row) => row * TIMEFRAME_MS["1h"]);
  const samples = {
    symbol: new Uint16Array(rows),
    decidedAt,
    resolvedAt: decidedAt.map((time, row) => time + (1 + (row % 12)) * TIMEFRAME_MS["1h"]),
  } as Samples;
  const { train } = splitSamples({ ...samples, bar: new Uint32Array(rows) }, SPEC);
  const own = new Set(train);
  const latest = (part: Uint32Array, of: Float64Array) => Math.max(...Array.from(part, (row) => of[row]!));
  const earliest = (part: Uint32Array) => Math.min(...Array.from(part, (row) => samples.decidedAt[row]!));
  for (const whole of innerFolds({ ...samples, bar: new Uint32Array(rows) }, SPEC, 3)) {
    for (const fold of [whole, thinnedFold(whole, 300, 100)]) {
      const { train: learned, stop, test } = fold;
      expect([...learned, ...stop, ...test].every((row) => own.has(row))).toBe(true);
      expect(latest(learned, samples.resolvedAt)).toBeLessThan(earliest(stop));
      expect(latest(stop, samples.resolvedAt)).toBeLessThan(earliest(test));
      expect(test.length).toBeGreaterThanOrEqual(100);
    }
  }
});
