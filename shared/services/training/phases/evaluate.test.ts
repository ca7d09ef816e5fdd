import { beforeAll, describe, expect, test } from "vitest";
import { modelOf } from "../../../../tests/support/models.ts";
import { nativeStandIn } from "../../../../tests/support/onnx-runtimes.ts";
import {
  RETURN_FEATURES,
  trainingFixture,
  trendingBars,
} from "../../../../tests/support/training-fixture.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../../ml/gate/gate-thresholds.ts";
import type { TrainedModel } from "../../../ports/model-registry.ts";
import type { Model } from "../../../ports/model-store.ts";
import { runJobSlice } from "../../jobs/run-slice.ts";
import type { TrainingResult } from "../state.ts";

const TREND = { AAA: trendingBars(5_000, 1, 0.8) };
const UNLIMITED = { budgetMs: Infinity, leaseMs: 60_000 };
type Options = Parameters<typeof trainingFixture>[2];

/** One training; what came of it, and the file. */
async function train(
  options: Options = {},
  champion?: { model: TrainedModel; bytes: Uint8Array<ArrayBuffer> },
) {
  const platform = await trainingFixture(TREND, nativeStandIn, options);
  if (champion) await platform.files.put(champion.model.file.path, champion.bytes);
  const { job } = await platform.enqueue({ forceRetrain: true, modelVersion: champion ? "second" : "first" });
  const slice = await runJobSlice(platform.runner(), UNLIMITED);
  if (slice.kind === "failed") throw slice.cause;
  const { result } = (await platform.jobs.find(job.id))!;
  const model = platform.registered[0]!;
  return { model, result: result as TrainingResult, bytes: (await platform.files.get(model.file.path))! };
}

let first: Awaited<ReturnType<typeof train>>;
beforeAll(async () => {
  first = await train();
});

describe("the card", () => {
  test("is of the same holdout as the report", () => {
    const card = first.model.card;
    const { report } = first.result;
    const counts = card.confusion.flat();
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(report.rows);
    const hits = card.confusion.reduce((sum, row, k) => sum + row[k]!, 0);
    expect(hits / report.rows).toBeCloseTo(report.model.accuracy.value, 12);
    expect(card.equity.model.at(-1)!.equity).toBeCloseTo(1 + report.trading.total_return, 12);
    const inVolatility = card.regimes.filter(({ dimension }) => dimension === "volatility");
    expect(inVolatility.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.rows);
    const gain = inVolatility.reduce((sum, slice) => sum + (slice.rows / report.rows) * slice.gain, 0);
    expect(gain).toBeCloseTo(report.gain.over_class_prior.value, 12);
    expect(card.calibrations!.temperature.log_loss).toBeGreaterThan(0);
  });

  test("ranks every feature, the one that the model would miss most first", () => {
    const { importance, importance_rows } = first.model.card;
    expect(importance.map(({ feature }) => feature).sort()).toEqual(
      RETURN_FEATURES.features.map(({ name }) => name).sort(),
    );
    expect(importance[0]!.value).toBeGreaterThan(0);
    expect(importance.map(({ value }) => value)).toEqual(
      importance.map(({ value }) => value).toSorted((a, b) => b - a),
    );
    expect(importance_rows).toBeGreaterThan(200);
  });

  test("the epochs of learning are told", () => {
    const { best, last } = first.model.epochs!;
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThanOrEqual(last);
    expect(last).toBeLessThanOrEqual(30);
  });
});

describe("the champion", () => {
  const serving = (change: Partial<Model> = {}): Model => {
    const { version, universe, symbols, featureSet, labelSpec, file, trainingWindow } = first.model;
    return modelOf({
      version,
      universe,
      symbols,
      featureSetVersion: featureSet.version,
      labelSpec,
      file,
      trainingWindow,
      state: "active",
      ...change,
    });
  };
  const evidenceOf = ({ result }: Awaited<ReturnType<typeof train>>) => result.report.gate.evidence.champion;

  test("there is none at first", () => {
    expect(evidenceOf(first)).toEqual({ compared: false, version: null, why: "no_champion" });
  });

  test("a model that is no better than the one that serves is rejected", async () => {
    const second = await train({ models: [serving()] }, first);
    expect(evidenceOf(second)).toMatchObject({
      compared: true,
      version: "first",
      rows: second.result.report.rows,
      log_loss: { gain: expect.closeTo(0, 6) },
    });
    expect(second.result.report.gate.reasons.map(({ code }) => code)).toEqual([
      "champion_not_beaten",
      "champion_brier_not_beaten",
    ]);
    expect(second.result.model_status).toBe("rejected");
  });

  test.each([
    ["other_feature_set", { featureSetVersion: "returns-0" }],
    ["other_labels", { labelSpec: { ...modelOf({ version: "x" }).labelSpec, barrierMultiple: 2 } }],
    ["file_unusable", { file: { path: "gone.onnx", sha256: "0".repeat(64), sizeBytes: 1 } }],
    [
      "holdout_not_unseen",
      { trainingWindow: { from: "2024-01-01T00:00:00Z", to: new Date(TREND.AAA.ts.at(-1)!).toISOString() } },
    ],
  ] as const)("%s: nothing is compared, and the evidence says so", async (why, change) => {
    const second = await train({ models: [serving(change)] }, first);
    expect(evidenceOf(second)).toEqual({ compared: false, version: "first", why });
    expect(second.result.model_status).toBe("candidate");
  });
});

test("what the operator asks for is part of the verdict", async () => {
  const { result, model } = await train({ gate: { ...DEFAULT_GATE_THRESHOLDS, minAccuracy: 0.95 } });
  expect(result.report.gate.reasons.map(({ code }) => code)).toEqual(["accuracy_too_low"]);
  expect(model.gate.evidence.thresholds).toMatchObject({ min_accuracy: 0.95 });
  expect(result.report.trading.trials).toBe(1);
});
