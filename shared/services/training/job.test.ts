import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TEST_ACTOR } from "../../../tests/support/models.ts";
import { nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { RETURN_FEATURES, trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import { COVERAGES, type ConformalThreshold } from "../../ml/conformal/prediction-set.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import { type JobRunnerDeps, runJobSlice } from "../jobs/run-slice.ts";
import { sweepFinishedJobs } from "../jobs/sweep.ts";
import type { TrainingResult } from "./state.ts";

/** The reference implementation of ONNX: an exported file is checked by what others will run it with. */
const runtime = nativeStandIn;

const MINUTE_MS = 60_000;
const ONE_STEP = { budgetMs: 0, leaseMs: MINUTE_MS };
const UNLIMITED = { ...ONE_STEP, budgetMs: Infinity };

const TREND = { AAA: trendingBars(5_000, 1, 0.8), BBB: trendingBars(2_500, 2, 0.8) };
const NOISE = { AAA: trendingBars(6_000, 3, 0) };
type Fixture = Awaited<ReturnType<typeof trainingFixture>>;

async function train(platform: Fixture, request: Parameters<Fixture["enqueue"]>[0] = {}) {
  const { job } = await platform.enqueue(request);
  await runJobSlice(platform.runner(), UNLIMITED);
  return (await platform.jobs.find(job.id))!;
}

async function modelFile({ registered, files }: Fixture): Promise<string> {
  return Buffer.from((await files.get(registered.at(-1)!.file.path))!).toString("base64");
}

test("a model that can foresee passes the gate, serves, and leaves nothing behind but its file", async () => {
  const platform = await trainingFixture(TREND, runtime);
  const job = await train(platform, { modelVersion: "trend-1" });
  expect(job.state).toBe("succeeded");
  const { report, ...result } = job.result as TrainingResult;
  const [model] = platform.registered;
  expect(result).toEqual({
    model_version: "trend-1",
    model_status: "active",
    onnx_sha256: model!.file.sha256,
  });
  expect(report.gain.over_class_prior.lower).toBeGreaterThan(0);
  expect(report.model.log_loss.value).toBeLessThan(report.baselines.class_prior.log_loss.value);
  expect(model).toMatchObject({
    version: "trend-1",
    status: "candidate",
    universe: "AAA+BBB",
    symbols: ["AAA", "BBB"],
    horizonBars: 12,
    featureSet: { version: RETURN_FEATURES.version },
    labelSpec: { horizonBars: 12, barrierMultiple: 1 },
    gate: { passed: true, reasons: [] },
  });
  expect(Object.keys(model!.baselines.features as object)).toEqual(
    RETURN_FEATURES.features.map(({ name }) => name),
  );
  const { applicability } = model!.baselines;
  expect(applicability!.required).toEqual(RETURN_FEATURES.features.map(({ name }) => name));
  expect(applicability!.scales.every((scale) => scale > 0)).toBe(true);
  expect(applicability!.limit).toBeGreaterThan(1);
  const { conformal } = model!.calibration as { conformal: ConformalThreshold[] };
  expect(conformal.map(({ coverage }) => coverage)).toEqual(COVERAGES);
  expect(Date.parse(model!.trainingWindow.to)).toBeLessThan(Date.parse(model!.holdoutWindow.from));
  expect(await platform.blobs.list(job.id)).toEqual([]);
});

test("nothing to foresee: the model is kept as rejected, with the reasons", async () => {
  const platform = await trainingFixture(NOISE, runtime);
  const { result } = await train(platform);
  expect(result).toMatchObject({ model_status: "rejected", report: { gate: { passed: false } } });
  expect((result as TrainingResult).report.gate.reasons[0]!.detail).toMatch(/gain over the class prior/);
  expect(platform.registered[0]).toMatchObject({ status: "rejected" });
});

test("a model of a scope that is to be left alone is a candidate", async () => {
  const { result } = await train(await trainingFixture(TREND, runtime), { promote: "never" });
  expect(result).toMatchObject({ model_status: "candidate" });
});

describe("the model is the same, byte for byte", () => {
  test("step by step, in any number of slices over three runners, some of which die before they commit", async () => {
    const whole = await trainingFixture(TREND, runtime);
    await train(whole, { modelVersion: "v" });
    const expected = await modelFile(whole);

    const slices = fc.array(
      fc.record({
        runner: fc.nat(2),
        // 0 is one step a slice, whatever the machine's speed; the others are some.
        budgetMs: fc.constantFrom(0, 0, 0, 20),
        dies: fc.boolean(),
      }),
      { minLength: 20, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(slices, async (plan) => {
        const platform = await trainingFixture(TREND, runtime);
        const { job } = await platform.enqueue({ modelVersion: "v" });
        const runners = [platform.runner(), platform.runner(), platform.runner()];
        for (let i = 0; ; i++) {
          const { runner, budgetMs, dies } = plan[i % plan.length]!;
          const deps = dies && i % 4 === 0 ? dyingBeforeCommit(runners[runner]!) : runners[runner]!;
          const slice = await runJobSlice(deps, { ...ONE_STEP, budgetMs }).catch(() =>
            platform.jobs.loseRunners(),
          );
          if (slice?.kind === "finished") break;
        }
        expect((await platform.jobs.find(job.id))!.sequence).toBeGreaterThan(1);
        expect(await modelFile(platform)).toEqual(expected);
      }),
      { numRuns: 3 },
    );
  });
});

function dyingBeforeCommit(deps: JobRunnerDeps): JobRunnerDeps {
  const dead = () => Promise.reject(new Error("killed"));
  return { ...deps, jobs: { ...deps.jobs, commit: dead, fail: dead } };
}

test("bars that are corrected while a training is under way do not change it", async () => {
  const whole = await trainingFixture(NOISE, runtime);
  await train(whole, { modelVersion: "v" });
  const platform = await trainingFixture(NOISE, runtime);
  await platform.enqueue({ modelVersion: "v" });
  await runJobSlice(platform.runner(), ONE_STEP);
  await platform.writeBars("AAA", trendingBars(6_000, 4, 0));
  await runJobSlice(platform.runner(), UNLIMITED);
  expect(await modelFile(platform)).toEqual(await modelFile(whole));
});

test("too few bars are a refusal that says so, and what was stored is swept", async () => {
  const platform = await trainingFixture({ AAA: trendingBars(400, 1, 0) }, runtime);
  const job = await train(platform);
  expect(job).toMatchObject({ state: "failed", error: { code: "not_enough_bars" } });
  platform.clock.pass(10 * MINUTE_MS);
  await sweepFinishedJobs(platform.runner());
  expect(await platform.blobs.list(job.id)).toEqual([]);
});

const disagreeing: ModelRuntime = { ...runtime, load: wrongModel };
const refusing: ModelRuntime = {
  ...runtime,
  load: async () => ({ refused: "model", reason: "unknown node" }),
};

test.each([
  ["says something else", disagreeing, "differs from the learner"],
  ["cannot be run", refusing, "unknown node"],
])("a file that %s is never stored", async (_, broken, detail) => {
  const platform = await trainingFixture(TREND, broken);
  const job = await train(platform);
  expect(job).toMatchObject({ state: "failed", error: { code: "unsupported_model" } });
  expect(job.error!.detail).toContain(detail);
  expect(platform.registered).toEqual([]);
});

async function wrongModel() {
  return {
    runtime: "native" as const,
    rowShape: [RETURN_FEATURES.features.length],
    run: async (_features: Float32Array, rows: number) => new Float32Array(rows * 3).fill(1 / 3),
    release: async () => {},
  };
}

test("a training asked for on another feature set is refused, not mixed", async () => {
  const platform = await trainingFixture(NOISE, runtime);
  const { job } = await platform.enqueue();
  await platform.jobs.cancel(job.id, TEST_ACTOR);
  const stale = { ...(job.spec as Record<string, unknown>), featureSetVersion: "returns-0" };
  const again = await platform.jobs.enqueue({
    kind: job.kind,
    scope: job.scope,
    spec: stale,
    requestedBy: TEST_ACTOR,
  });
  await runJobSlice(platform.runner(), UNLIMITED);
  expect(await platform.jobs.find(again.job.id)).toMatchObject({ error: { code: "feature_set_mismatch" } });
});
