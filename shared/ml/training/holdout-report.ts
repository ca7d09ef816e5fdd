import { type GateVerdict, promotionGate } from "../gate/promotion-gate.ts";
import { CLASSES } from "../learner.ts";
import { areasOneVersusRest } from "../metrics/area-under-curve.ts";
import { repeated } from "../metrics/baselines.ts";
import { type BootstrapInterval, blockBootstrap } from "../metrics/block-bootstrap.ts";
import { classificationReport, confusionMatrix, mostProbable } from "../metrics/classification.ts";
import { brierScores, logLosses, mean } from "../metrics/log-loss.ts";
import { confidenceReliability, expectedCalibrationError } from "../metrics/reliability.ts";
import {
  type DirectionalOutcomes,
  nonOverlappingTrades,
  tradingStatistics,
} from "../metrics/trading-statistics.ts";

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

export interface ClassFigures {
  readonly support: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** Everything that the one look at the holdout showed: the model beside what needs no model. JSON, as the API gives it. */
export interface HoldoutReport {
  readonly rows: number;
  /** Overlapping labels tell one story several times: the number of independent ones. */
  readonly effective_sample_size: number;
  readonly model: ForecastFigures;
  readonly baselines: { readonly class_prior: ForecastFigures; readonly persistence: ForecastFigures };
  /** Log loss saved in nats a row; above 0 the model knows more. */
  readonly gain: { readonly over_class_prior: Figure; readonly over_persistence: Figure };
  readonly brier: number;
  readonly balanced_accuracy: number;
  readonly mcc: number;
  readonly calibration_error: number;
  readonly auc: readonly (number | null)[];
  readonly classes: Readonly<Record<string, ClassFigures>>;
  readonly trading: TradingFigures;
  readonly gate: {
    readonly passed: boolean;
    readonly reasons: GateVerdict["reasons"];
    readonly evidence: Readonly<Record<string, number>>;
  };
}

/** One position at a time per symbol in the most probable direction, after costs; null where there is nothing to divide by. */
export interface TradingFigures {
  readonly cost_per_trade: number;
  readonly trades: number;
  readonly win_rate: number | null;
  readonly average_return: number | null;
  readonly profit_factor: number | null;
  readonly total_return: number;
  readonly max_drawdown: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
}

/** Enough for figures that are only shown; the gate decides on twice as many. */
const REPLICATES = 1_000;

/** Looks at the holdout: figures, baselines, and whether the model may serve. */
export function reportHoldout(rows: HoldoutRows): HoldoutReport {
  const { probabilities, labels, decidedAt } = rows;
  const predicted = mostProbable(probabilities);
  const prior = repeated(rows.prior, labels.length);
  const gate = promotionGate(rows);
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
    accuracy: interval(hits(given, labels)),
  });
  const saved = logLosses(rows.persistence, labels);
  const losses = logLosses(probabilities, labels);
  const report = classificationReport(confusionMatrix(labels, predicted));
  const { gain, lower, upper, effectiveSampleSize } = gate.evidence;
  return {
    rows: labels.length,
    effective_sample_size: effectiveSampleSize,
    model: forecast(probabilities),
    baselines: { class_prior: forecast(prior), persistence: forecast(rows.persistence) },
    gain: {
      over_class_prior: { value: gain, lower, upper },
      over_persistence: interval(saved.map((loss, row) => loss - losses[row]!)),
    },
    brier: mean(brierScores(probabilities, labels)),
    balanced_accuracy: report.balancedAccuracy,
    mcc: report.mcc,
    calibration_error: expectedCalibrationError(confidenceReliability(probabilities, labels)),
    auc: areasOneVersusRest(probabilities, labels),
    classes: Object.fromEntries(CLASSES.map((name, k) => [name, report.classes[k]!])),
    trading: tradingFigures(rows, predicted),
    gate: { ...gate, evidence: snakeCase(gate.evidence) },
  };
}

function tradingFigures(rows: HoldoutRows, predicted: Uint8Array): TradingFigures {
  const trades = nonOverlappingTrades({ ...rows, predicted }, rows.costPerTrade);
  const from = rows.decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = rows.resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
  const { winRate, averageReturn, profitFactor, totalReturn, maxDrawdown, ...ratios } = tradingStatistics(
    trades,
    rows.symbols,
    from,
    to,
  );
  return {
    cost_per_trade: rows.costPerTrade,
    ...ratios,
    win_rate: winRate,
    average_return: averageReturn,
    profit_factor: profitFactor,
    total_return: totalReturn,
    max_drawdown: maxDrawdown,
  };
}

/** Names as JSON has them here. */
function snakeCase(evidence: GateVerdict["evidence"]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      value,
    ]),
  );
}

function hits(probabilities: Float64Array, labels: Uint8Array): Float64Array {
  return Float64Array.from(mostProbable(probabilities), (predicted, row) =>
    predicted === labels[row] ? 1 : 0,
  );
}

function figure({ mean: value, lower, upper }: BootstrapInterval): Figure {
  return { value, lower, upper };
}
