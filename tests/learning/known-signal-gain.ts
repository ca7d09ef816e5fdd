import { calibratedProbabilities } from "../../shared/ml/calibration/calibration.ts";
import { temperatureOf } from "../../shared/ml/calibration/choose-calibration.ts";
import type { Dataset } from "../../shared/ml/dataset.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { newestBars, type SignalShape, sequenceSignal } from "../support/known-signals.ts";
import { learn } from "../support/learning-problem.ts";
import { expectedLogLoss } from "../support/market-truth/achievable-scores.ts";

const TRAIN = 4_000;
const VALIDATION = 1_500;
const TEST = 3_000;

/** Nats a row. */
export interface SignalGain {
  readonly learned: number;
  /** By the truth itself. */
  readonly achievable: number;
}

/** Some of the rows, of one bar or of a sequence each. */
function rowsOf({ featureNames, ...data }: Dataset, from: number, to: number): Dataset {
  const bars = data.features.length / (data.rows * featureNames.length);
  const columns = featureNames.map((_, f) =>
    data.features.subarray((f * data.rows + from) * bars, (f * data.rows + to) * bars),
  );
  const features = new Float32Array(columns.length * (to - from) * bars);
  for (const [f, column] of columns.entries()) features.set(column, f * (to - from) * bars);
  const decidedAt = Float64Array.from({ length: to - from }, (_, row) => row);
  return {
    rows: to - from,
    times: { decidedAt, resolvedAt: decidedAt.map((time) => time + 1), embargoMs: 1 },
    rowBars: Uint32Array.from({ length: to - from }, (_, row) => (row + 1) * bars - 1),
    featureNames,
    features,
    labels: data.labels.slice(from, to),
    weights: data.weights.slice(from, to),
  };
}

/** Nats a row that the calibrated forecast saves against the best constant, and that the truth itself would save. */
export function gainOf(family: string, params: object, shape: SignalShape, seed = 1): SignalGain {
  const { data, truth } = sequenceSignal(shape, TRAIN + VALIDATION + TEST, seed);
  const known = learnerOf(family);
  const shown = known.sequenceLength(known.parseParams(params)) > 1 ? data : newestBars(data);
  const learning = { ...rowsOf(shown, 0, TRAIN + VALIDATION), validationFrom: TRAIN };
  const { learner, params: checked, state } = learn(family, learning, params);
  const scoresOf = ({ features, rows }: Dataset) => learner.serving.scores(checked, state, features, rows);
  const validation = rowsOf(shown, TRAIN, TRAIN + VALIDATION);
  const test = rowsOf(shown, TRAIN + VALIDATION, shown.rows);
  const calibration = temperatureOf({ ...validation, scores: scoresOf(validation) });
  const forecast = calibratedProbabilities(scoresOf(test), calibration);
  const truthOfTest = truth.subarray((TRAIN + VALIDATION) * 3);
  const prior = [0, 1, 2].map(
    (k) => truthOfTest.reduce((sum, p, i) => sum + (i % 3 === k ? p : 0), 0) / TEST,
  );
  const constant = Float64Array.from(truthOfTest, (_, i) => prior[i % 3]!);
  const priorLoss = expectedLogLoss(truthOfTest, constant);
  return {
    learned: priorLoss - expectedLogLoss(truthOfTest, forecast),
    achievable: priorLoss - expectedLogLoss(truthOfTest, truthOfTest),
  };
}
