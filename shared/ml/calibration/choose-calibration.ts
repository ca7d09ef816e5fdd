import { logLosses } from "../metrics/log-loss.ts";
import { type Calibration, calibratedProbabilities, type ScoredRows } from "./calibration.ts";
import { fitTemperature } from "./temperature.ts";
import { fitVectorScaling } from "./vector-scaling.ts";

/** Rows with the time in which the outcome of each was open, epoch milliseconds. */
export interface TimedRows extends ScoredRows {
  readonly decidedAt: Float64Array;
  readonly resolvedAt: Float64Array;
}

const FOLDS = 5;
const MIN_FOLDS = 3;

/**
 * One temperature, unless vector scaling is proved to do better on rows that it was not fitted to: over blocks of time,
 * each evaluated by a fit to the other blocks (without the rows whose outcome reaches into it), the mean of log loss saved
 * must be more than its standard error (Breiman et al. 1984). Five more numbers fit small samples too well otherwise.
 */
export function chooseCalibration(rows: TimedRows): Calibration {
  const saved = timeBlocks(rows).flatMap((block) => savedByVector(rows, block) ?? []);
  const mean = saved.reduce((sum, value) => sum + value, 0) / saved.length;
  const squares = saved.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (saved.length - 1) / saved.length);
  if (saved.length >= MIN_FOLDS && mean > standardError) return fitVectorScaling(rows);
  return temperatureOf(rows);
}

export function temperatureOf({ scores, labels, weights }: ScoredRows): Calibration {
  return { method: "temperature", temperature: fitTemperature(scores, labels, weights) };
}

/** A stretch of time, its end not in it. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** Blocks of time with equally many rows. */
function timeBlocks({ decidedAt }: TimedRows): Block[] {
  const times = decidedAt.slice().sort();
  const cuts = Array.from({ length: FOLDS }, (_, i) => times[Math.floor((i * times.length) / FOLDS)]!);
  return cuts
    .map((from, i) => ({ from, to: cuts[i + 1] ?? Number.POSITIVE_INFINITY }))
    .filter(({ from, to }) => from < to);
}

/** Weighted mean log loss that vector scaling saves on one block; undefined where a side has no weight. */
function savedByVector(rows: TimedRows, { from, to }: Block): number | undefined {
  const { decidedAt, resolvedAt } = rows;
  const inside = pick(rows, (row) => decidedAt[row]! >= from && decidedAt[row]! < to);
  // The embargo: what was decided while outcomes of the block were open shares bars with them.
  const lastResolved = inside.resolvedAt.reduce((last, time) => Math.max(last, time), from);
  const outside = pick(rows, (row) => resolvedAt[row]! < from || decidedAt[row]! > lastResolved);
  if (!(hasWeight(inside) && hasWeight(outside))) return undefined;
  const [temperature, vector] = [temperatureOf(outside), fitVectorScaling(outside)].map((calibration) =>
    weightedLoss(inside, calibration),
  );
  return temperature! - vector!;
}

function pick(rows: TimedRows, isIn: (row: number) => boolean): TimedRows {
  const chosen = Uint32Array.from(rows.labels.keys()).filter(isIn);
  const classes = rows.scores.length / rows.labels.length;
  const scores = new Float64Array(chosen.length * classes);
  chosen.forEach((row, i) => {
    scores.set(rows.scores.subarray(row * classes, (row + 1) * classes), i * classes);
  });
  return {
    scores,
    labels: Uint8Array.from(chosen, (row) => rows.labels[row]!),
    weights: Float32Array.from(chosen, (row) => rows.weights[row]!),
    decidedAt: Float64Array.from(chosen, (row) => rows.decidedAt[row]!),
    resolvedAt: Float64Array.from(chosen, (row) => rows.resolvedAt[row]!),
  };
}

const hasWeight = ({ weights }: ScoredRows): boolean => weights.some((weight) => weight > 0);

function weightedLoss({ scores, labels, weights }: ScoredRows, calibration: Calibration): number {
  const losses = logLosses(calibratedProbabilities(scores, calibration), labels);
  let [sum, total] = [0, 0];
  for (const [row, loss] of losses.entries()) {
    sum += weights[row]! * loss;
    total += weights[row]!;
  }
  return sum / total;
}
