import { expect, test } from "vitest";
import { Random } from "../../shared/math/random.ts";
import { boostingLearner } from "../../shared/ml/boosting/boosting-learner.ts";
import { createLabelSpec, type Labels, UNLABELLED } from "../../shared/ml/labels/label-spec.ts";
import { averageUniqueness } from "../../shared/ml/labels/sample-weights.ts";
import { tripleBarrierLabels } from "../../shared/ml/labels/triple-barrier.ts";
import { areaUnderCurve } from "../../shared/ml/metrics/area-under-curve.ts";
import type { SampleTimes } from "../../shared/ml/splits/sample-times.ts";
import { walkForward } from "../../shared/ml/splits/walk-forward.ts";
import { combinatorialPurged } from "../support/combinatorial-purged.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";

const SEEDS = 20;
const ROWS = 4_000;
const HORIZON = 20;
/** So many returns that sigma hardly varies: else the width of the barriers could be foreseen, and with it HOLD. */
const SPEC = createLabelSpec({ horizonBars: HORIZON, volatilityWindow: 500 });
const PARAMS = boostingLearner.parseParams({ rounds: 25, learningRate: 0.2, maxBins: 64 });
const NAMES = ["return 20", "return 60", "return 150"];
const LOOKBACKS = [20, 60, 150];

interface Problem extends SampleTimes {
  readonly rows: number;
  /** Feature-major. */
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
}

interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** A market without any signal, with features that change slowly beside labels that overlap: what leaks are made of. */
function randomWalk(seed: number, shuffled: boolean): Problem {
  const bars = randomWalkBars({ rows: ROWS, seed, gapChance: 0 });
  const labels = tripleBarrierLabels(bars, SPEC);
  const rows = Array.from({ length: ROWS }, (_, row) => row).filter(
    (row) => labels.label[row] !== UNLABELLED,
  );
  const known = rows.map((row) => labels.label[row]!);
  const back = (row: number, by: number) => bars.close[row]! / bars.close[row - by]! - 1;
  return {
    rows: rows.length,
    features: Float32Array.from(LOOKBACKS.flatMap((by) => rows.map((row) => back(row, by)))),
    labels: Uint8Array.from(shuffled ? shuffle(known, seed) : known),
    weights: Float32Array.from(uniquenessOf(labels, rows)),
    decidedAt: Float64Array.from(rows),
    resolvedAt: Float64Array.from(rows, (row) => labels.end[row]!),
  };
}

function uniquenessOf(labels: Labels, rows: readonly number[]) {
  const all = averageUniqueness(labels);
  return rows.map((row) => all[row]!);
}

function shuffle<T>(values: readonly T[], seed: number): T[] {
  const random = Random.seeded(seed + 1_000);
  const mixed = [...values];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

/** Fits on one part and tells how well the model ranks the BUYs of the other above its SELLs. */
function areaOf(problem: Problem, { train, test }: Fold): number {
  const { labels, weights } = problem;
  const data = {
    rows: train.length,
    featureNames: NAMES,
    features: featuresOf(problem, train),
    labels: Uint8Array.from(train, (row) => labels[row]!),
    weights: Float32Array.from(train, (row) => weights[row]!),
  };
  const prepared = boostingLearner.preparation.prepare(data, PARAMS);
  let state = boostingLearner.fitting.start(prepared, PARAMS, 0);
  while (boostingLearner.fitting.progress(PARAMS, state) < 1)
    state = boostingLearner.fitting.step(prepared, PARAMS, state);
  const directed = test.filter((row) => labels[row] !== 1);
  const scores = boostingLearner.serving.scores(
    PARAMS,
    state,
    featuresOf(problem, directed),
    directed.length,
  );
  const lean = Float64Array.from(directed, (_, i) => scores[3 * i + 2]! - scores[3 * i]!);
  return areaUnderCurve(lean, (i) => labels[directed[i]!] === 2)!;
}

function featuresOf({ features, rows }: Problem, picked: Uint32Array): Float32Array {
  return Float32Array.from(NAMES.flatMap((_, f) => Array.from(picked, (row) => features[f * rows + row]!)));
}

/** The split of those who forget time: rows dealt to folds at random. */
function naiveFolds({ rows }: Problem, seed: number): Fold[] {
  const mixed = shuffle([...Array(rows).keys()], seed);
  const inFold = (row: number, fold: number) => row % 5 === fold;
  return [0, 1].map((fold) => ({
    train: Uint32Array.from(mixed.filter((_, i) => !inFold(i, fold))),
    test: Uint32Array.from(mixed.filter((_, i) => inFold(i, fold))),
  }));
}

const embargoMs = HORIZON;
const SPLITS = {
  "expanding walk-forward": (problem: Problem) => walkForward(problem, { folds: 2, embargoMs }),
  "rolling walk-forward": (problem: Problem) =>
    walkForward(problem, { folds: 2, embargoMs, trainWindowMs: 1_200 }),
  "combinatorial purged": (problem: Problem) =>
    combinatorialPurged(problem, { groups: 4, testGroups: 2, embargoMs }).folds.filter((_, i) => i % 3 === 0),
} as const;

function meanArea(foldsOf: (problem: Problem, seed: number) => readonly Fold[], shuffled: boolean): number {
  let sum = 0;
  let folds = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const problem = randomWalk(seed, shuffled);
    for (const fold of foldsOf(problem, seed)) {
      sum += areaOf(problem, fold);
      folds++;
    }
  }
  return sum / folds;
}

test.each(Object.entries(SPLITS))("%s finds nothing where there is nothing", (name, foldsOf) => {
  const walk = meanArea(foldsOf, false);
  const shuffled = meanArea(foldsOf, true);
  console.log(`${name}: AUC ${walk.toFixed(3)} on random walks, ${shuffled.toFixed(3)} on shuffled labels`);
  for (const area of [walk, shuffled]) expect(Math.abs(area - 0.5)).toBeLessThanOrEqual(0.02);
});

test("a naive k-fold finds on the same random walks what is only a leak", () => {
  const area = meanArea(naiveFolds, false);
  console.log(`naive k-fold: AUC ${area.toFixed(3)} on random walks`);
  expect(area).toBeGreaterThan(0.6);
});
