import { beforeAll, expect, test } from "vitest";
import { findMarketProfile, MARKET_PROFILES } from "../../seed/synthetic-market/market-profiles.ts";
import { computeFeatures } from "../../shared/features/compute-features.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import { type Applicability, dissimilarityOf } from "../../shared/ml/applicability/applicability.ts";
import { fitTemperature } from "../../shared/ml/calibration/temperature.ts";
import type { ConformalThreshold } from "../../shared/ml/conformal/prediction-set.ts";
import { type HoldoutResult, promotionGate } from "../../shared/ml/gate/promotion-gate.ts";
import { createLabelSpec } from "../../shared/ml/labels/label-spec.ts";
import { averageUniqueness } from "../../shared/ml/labels/sample-weights.ts";
import { tripleBarrierLabels } from "../../shared/ml/labels/triple-barrier.ts";
import { CLASSES } from "../../shared/ml/learner.ts";
import { classPrior } from "../../shared/ml/metrics/baselines.ts";
import { confidenceReliability, expectedCalibrationError } from "../../shared/ml/metrics/reliability.ts";
import type { LoadedModel } from "../../shared/ports/model-runtime.ts";
import { rowMajor } from "../../shared/services/training/rows/feature-blocks.ts";
import { firstBars, type KnownGain, scoreAgainstTruth } from "../support/known-market.ts";
import { setCoverage } from "../support/set-coverage.ts";
import { loadModel, trainSynthetic } from "./train-synthetic.ts";

const SYMBOLS = MARKET_PROFILES.filter(({ signalStrength }) => signalStrength > 0).map(
  ({ instrument }) => instrument.symbol,
);
/** Of each symbol: together the 80,000 bars that a training takes at most. */
const TRAINING_BARS = 16_000;
/** Bars of each symbol that training never saw: together worth 5,000 independent outcomes. */
const HOLDOUT_BARS = 9_000;
/** As good as the defaults, in a quarter of the time. */
const PARAMS = { learningRate: 0.1, maxBins: 64, colsample: 0.5 };
const SPEC = createLabelSpec({ horizonBars: 12 });
/**
 * Neighbours have nearly the same truth, and every row whose truth is drawn costs its share of the futures: one a day,
 * each an hour later than the last.
 */
const TRUTH_STRIDE = 25;
const PATHS = 100;

interface Judged {
  /** By the truth, on rows spread over the holdout. */
  readonly known: KnownGain;
  /** By the outcomes that came. */
  readonly held: Omit<HoldoutResult, "prior" | "symbol" | "horizonBars" | "seed">;
  /** Of the bars before the holdout. */
  readonly trainingLabels: Uint8Array;
  /** Share of the holdout's rows that serving would have refused to judge. */
  readonly farOut: number;
}

/** Shows the model the bars of one symbol after those of its training, each by what was known at its close. */
async function judge(
  model: LoadedModel,
  applicability: Applicability,
  symbol: string,
  bars: Bars,
): Promise<Judged> {
  // One horizon apart from training, as the split of a training keeps its own parts.
  const first = TRAINING_BARS + SPEC.horizonBars;
  const rows = Uint32Array.from({ length: bars.ts.length - SPEC.horizonBars - first }, (_, i) => first + i);
  const matrix = computeFeatures(bars, findMarketProfile(symbol).instrument, "1h");
  const width = matrix.names.length;
  const all = rowMajor(matrix.values, matrix.rows);
  const features = all.slice(first * width, (first + rows.length) * width);
  const probabilities = await model.run(features, rows.length);
  const labels = tripleBarrierLabels(bars, SPEC);
  const uniqueness = averageUniqueness(labels);
  const judgedByTruth = rows.filter((_, i) => i % TRUTH_STRIDE === 0);
  const forecast = Array.from(judgedByTruth).flatMap((row) => {
    const at = (row - first) * CLASSES.length;
    return Array.from(probabilities.subarray(at, at + CLASSES.length));
  });
  return {
    known: scoreAgainstTruth({ symbol, bars, rows: judgedByTruth, spec: SPEC, paths: PATHS }, forecast),
    held: {
      probabilities,
      labels: Uint8Array.from(rows, (row) => labels.label[row]!),
      decidedAt: Float64Array.from(rows, (row) => bars.ts[row]!),
      uniqueness: Float64Array.from(rows, (row) => uniqueness[row]!),
    },
    trainingLabels: labels.label.subarray(SPEC.volatilityWindow, TRAINING_BARS),
    farOut: shareOf(rows, (_, i) => {
      const width = applicability.scales.length;
      return dissimilarityOf(features.subarray(i * width, (i + 1) * width), applicability) > 1;
    }),
  };
}

const shareOf = (rows: Uint32Array, holds: (row: number, i: number) => boolean) =>
  rows.filter(holds).length / rows.length;

let judged: ReadonlyMap<string, Judged>;
let conformal: readonly ConformalThreshold[];

beforeAll(async () => {
  const series = SYMBOLS.map((symbol) => [symbol, firstBars(symbol, TRAINING_BARS + HOLDOUT_BARS)] as const);
  const training = series.map(([symbol, bars]) => [symbol, sliceBars(bars, 0, TRAINING_BARS)] as const);
  const { file, model: trained } = await trainSynthetic(Object.fromEntries(training), PARAMS);
  ({ conformal } = trained.calibration as { conformal: ConformalThreshold[] });
  const applicability = trained.baselines.applicability!;
  const model = await loadModel(file);
  const all: [string, Judged][] = [];
  for (const [symbol, bars] of series) all.push([symbol, await judge(model, applicability, symbol, bars)]);
  judged = new Map(all);
  const rounded = (known: KnownGain) => Object.entries(known).map(([name, n]) => [name, n.toFixed(4)]);
  console.table(all.map(([symbol, { known }]) => ({ symbol, ...Object.fromEntries(rounded(known)) })));
});

test.each(SYMBOLS)("%s: at least 70 % of the log loss that can be saved is saved", (symbol) => {
  const { share, achievable } = judged.get(symbol)!.known;
  expect(achievable).toBeGreaterThan(0.1);
  expect(share).toBeGreaterThanOrEqual(0.7);
  // More than everything would be a leak.
  expect(share).toBeLessThan(1);
});

/** The holdouts of all symbols as one. */
function pooled(): HoldoutResult {
  const all = Array.from(judged.values(), ({ held }) => held);
  const join = (field: "probabilities" | "labels" | "decidedAt" | "uniqueness") =>
    all.flatMap((held) => Array.from(held[field]));
  const trainingLabels = Array.from(judged.values()).flatMap((one) => Array.from(one.trainingLabels));
  return {
    probabilities: join("probabilities"),
    labels: Uint8Array.from(join("labels")),
    decidedAt: Float64Array.from(join("decidedAt")),
    uniqueness: Float64Array.from(join("uniqueness")),
    prior: classPrior(Uint8Array.from(trainingLabels)),
    symbol: Uint16Array.from(all.flatMap(({ labels }, symbol) => Array.from(labels, () => symbol))),
    horizonBars: SPEC.horizonBars,
    seed: 1,
  };
}

test("the outcomes that came, worth 5,000 independent ones, agree: the gate passes and its interval has the truth", () => {
  const { passed, evidence } = promotionGate(pooled());
  const learned =
    SYMBOLS.reduce((sum, symbol) => sum + judged.get(symbol)!.known.learned, 0) / SYMBOLS.length;
  console.log(
    `Gain ${evidence.gain.toFixed(4)} [${evidence.lower.toFixed(4)}, ${evidence.upper.toFixed(4)}] on ` +
      `${evidence.rows} rows worth ${Math.round(evidence.effectiveSampleSize)}; by the truth ${learned.toFixed(4)}.`,
  );
  expect(evidence.effectiveSampleSize).toBeGreaterThanOrEqual(5_000);
  expect(passed).toBe(true);
  expect(evidence.lower).toBeLessThan(learned);
  expect(evidence.upper).toBeGreaterThan(learned);
});

test("what the model states comes true as often as it states: no other temperature suits the outcomes better", () => {
  const { probabilities, labels, uniqueness } = pooled();
  const calibrationError = expectedCalibrationError(confidenceReliability(probabilities, labels));
  const scores = Float64Array.from(probabilities, Math.log);
  const temperature = fitTemperature(scores, labels, Float32Array.from(uniqueness));
  console.log(
    `Calibration error ${calibrationError.toFixed(4)}; best temperature ${temperature.toFixed(3)}.`,
  );
  expect(calibrationError).toBeLessThan(0.03);
  expect(Math.abs(Math.log(temperature))).toBeLessThan(0.1);
});

test("prediction sets hold the outcomes that came as often as they promise, and rule others out", () => {
  const { probabilities, labels } = pooled();
  for (const { coverage, probability } of conformal) {
    const held = setCoverage(probabilities, labels, probability);
    console.log(
      `Prediction sets of ${coverage}: ${(100 * held.coverage).toFixed(1)} % covered, mean size ${held.meanSize.toFixed(2)}.`,
    );
    expect(Math.abs(held.coverage - coverage)).toBeLessThanOrEqual(0.02);
    expect(held.meanSize).toBeLessThan(CLASSES.length);
  }
});

test("bars of the same market are hardly ever far out of training", () => {
  for (const { farOut } of judged.values()) expect(farOut).toBeLessThan(0.01);
});
