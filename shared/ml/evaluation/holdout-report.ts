import { deflateSharpe } from "../../performance/sharpe-significance.ts";
import {
  type DirectionalOutcomes,
  nonOverlappingTrades,
  type TradingStatistics,
  tradingStatistics,
} from "../../performance/trading-statistics.ts";
import { type GateContext, type GateVerdict, promotionGate } from "../gate/promotion-gate.ts";
import { CLASSES } from "../learner.ts";
import { repeated } from "../metrics/baselines.ts";
import { type BootstrapInterval, blockBootstrap } from "../metrics/block-bootstrap.ts";
import { brierPartsOfClasses } from "../metrics/brier-decomposition.ts";
import { classificationReport, confusionMatrix, mostProbable } from "../metrics/classification.ts";
import { brierScores, logLosses, mean } from "../metrics/log-loss.ts";
import { confidenceReliability, expectedCalibrationError } from "../metrics/reliability.ts";
import { wilsonInterval } from "../metrics/wilson-interval.ts";
import {
  type BrierFigures,
  brierFigures,
  type ClassFigures,
  classFigures,
  type TradingFigures,
  tradingFigures,
} from "./holdout-figures.ts";

/** The holdout's rows, and what the model and the baselines said of them. */
export interface HoldoutRows extends Omit<DirectionalOutcomes, "predicted"> {
  readonly labels: Uint8Array;
  readonly uniqueness: Float64Array;
  /** Of the model, calibrated; row-major `[rows * 3]`. */
  readonly probabilities: Float64Array;
  /** Of persistence: what followed the last known outcome in training. */
  readonly persistence: Float64Array;
  /** Class shares of the training part. */
  readonly prior: Float64Array;
  readonly symbols: number;
  readonly horizonBars: number;
  readonly costPerTrade: number;
  readonly seed: number;
  /** Configurations tried on these bars so far, this one among them. */
  readonly trials: number;
  /** Daily Sharpe ratios of the trials of this job's search, of those that have one. */
  readonly trialSharpes?: readonly number[];
}

/** A figure with its 95 % interval over blocks of time. */
export interface Figure {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** How a forecaster did; nothing is ever stated without its interval. */
export interface ForecastFigures {
  readonly log_loss: Figure;
  readonly accuracy: Figure;
}

/** Everything that the one look at the holdout showed: the model beside what needs no model. JSON, as the API gives it. */
export interface HoldoutReport {
  readonly rows: number;
  /** Overlapping labels tell one story several times: the number of independent ones. */
  readonly effective_sample_size: number;
  readonly model: ForecastFigures;
  readonly baselines: {
    readonly class_prior: ForecastFigures;
    readonly persistence: ForecastFigures;
    /** Always the most frequent class of the training part; it states no probabilities. */
    readonly majority: { readonly class: string; readonly accuracy: Figure };
  };
  /** The model's accuracy with Wilson's interval on the effective sample size, beside the bootstrap's. */
  readonly accuracy_effective: Figure;
  /** Log loss saved in nats a row; above 0 the model knows more. */
  readonly gain: { readonly over_class_prior: Figure; readonly over_persistence: Figure };
  readonly brier: number;
  readonly brier_parts: BrierFigures;
  readonly balanced_accuracy: number;
  readonly mcc: number;
  /** Means over the classes. */
  readonly macro: {
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly auc: number | null;
  };
  readonly calibration_error: number;
  readonly auc: readonly (number | null)[];
  readonly classes: Readonly<Record<string, ClassFigures>>;
  readonly trading: TradingFigures;
  readonly gate: {
    readonly passed: boolean;
    readonly reasons: GateVerdict["reasons"];
    readonly evidence: Readonly<Record<string, unknown>>;
  };
}

/** Enough for figures that are only shown; the gate decides on twice as many. */
const REPLICATES = 1_000;

/** Looks at the holdout: figures, baselines, and whether the model may serve. */
export function reportHoldout(rows: HoldoutRows, context: Omit<GateContext, "trading"> = {}): HoldoutReport {
  const { probabilities, labels, decidedAt } = rows;
  const predicted = mostProbable(probabilities);
  const prior = repeated(rows.prior, labels.length);
  const trading = tradingOf(rows, predicted);
  const deflatedSharpe = trading.daily && deflateSharpe(trading.daily, rows.trials, rows.trialSharpes);
  const gate = promotionGate(rows, { ...context, trading: { winRate: trading.winRate, deflatedSharpe } });
  const interval = (values: Float64Array) =>
    figure(
      blockBootstrap(values, decidedAt, {
        blockLength: gate.evidence.blockLength,
        replicates: REPLICATES,
        seed: rows.seed,
      }),
    );
  const forecast = (given: Float64Array): ForecastFigures => ({
    log_loss: interval(logLosses(given, labels)),
    accuracy: interval(hits(mostProbable(given), labels)),
  });
  const saved = logLosses(rows.persistence, labels);
  const losses = logLosses(probabilities, labels);
  const matrix = confusionMatrix(labels, predicted);
  const { accuracy, balancedAccuracy, mcc, macro } = classificationReport(matrix);
  const { gain, lower, upper, effectiveSampleSize } = gate.evidence;
  const majority = mostProbable(rows.prior)[0]!;
  const classes = CLASSES.map((name, k) => [name, classFigures(k, matrix, probabilities, labels)] as const);
  const areas = classes.map(([, { auc }]) => auc);
  return {
    rows: labels.length,
    effective_sample_size: effectiveSampleSize,
    model: forecast(probabilities),
    baselines: {
      class_prior: forecast(prior),
      persistence: forecast(rows.persistence),
      majority: {
        class: CLASSES[majority]!,
        accuracy: interval(
          hits(
            predicted.map(() => majority),
            labels,
          ),
        ),
      },
    },
    accuracy_effective: { value: accuracy, ...wilsonInterval(accuracy, effectiveSampleSize) },
    gain: {
      over_class_prior: { value: gain, lower, upper },
      over_persistence: interval(saved.map((loss, row) => loss - losses[row]!)),
    },
    brier: mean(brierScores(probabilities, labels)),
    brier_parts: brierFigures(brierPartsOfClasses(probabilities, labels)),
    balanced_accuracy: balancedAccuracy,
    mcc,
    macro: { ...macro, auc: meanOrNull(areas) },
    calibration_error: expectedCalibrationError(confidenceReliability(probabilities, labels)),
    auc: areas,
    classes: Object.fromEntries(classes),
    trading: tradingFigures(rows, trading, deflatedSharpe?.value ?? null),
    gate: { ...gate, evidence: snakeCase(gate.evidence) },
  };
}

function tradingOf(rows: HoldoutRows, predicted: Uint8Array): TradingStatistics {
  const trades = nonOverlappingTrades({ ...rows, predicted }, rows.costPerTrade);
  const from = rows.decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = rows.resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
  return tradingStatistics(trades, rows.symbols, from, to);
}

/** Names as JSON has them here, at every depth. */
function snakeCase(evidence: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      snakeCased(value),
    ]),
  );
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  return typeof value === "object" && value !== null ? snakeCase(value) : value;
}

function hits(predicted: Uint8Array, labels: Uint8Array): Float64Array {
  return Float64Array.from(predicted, (k, row) => (k === labels[row] ? 1 : 0));
}

/** Mean of all values; null where one is missing. */
function meanOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value / values.length),
    0,
  );
}

function figure({ mean: value, lower, upper }: BootstrapInterval): Figure {
  return { value, lower, upper };
}
