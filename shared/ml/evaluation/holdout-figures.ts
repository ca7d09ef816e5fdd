import type { TradingStatistics } from "../../performance/trading-statistics.ts";
import type { BrierParts } from "../metrics/brier-decomposition.ts";
import { oneVersusRest } from "../metrics/one-versus-rest.ts";

/** One class against the other two. */
export interface ClassFigures {
  readonly support: number;
  readonly accuracy: number;
  readonly balanced_accuracy: number;
  readonly mcc: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly log_loss: number;
  readonly brier: number;
  readonly brier_parts: BrierFigures;
  readonly calibration_error: number;
  readonly auc: number | null;
}

/** brier = reliability - resolution + uncertainty + within_bins */
export interface BrierFigures {
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  readonly within_bins: number;
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
  /** Sharpe ratio of a day, not of a year, and the shape of the daily returns: what the two chances below rest on. */
  readonly daily_sharpe: number | null;
  readonly days: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Chance that the true Sharpe ratio is above 0. */
  readonly probabilistic_sharpe: number | null;
  /** Chance that it is above what the best of so many worthless tries is expected to show. */
  readonly deflated_sharpe: number | null;
  readonly trials: number;
}

/** Figures of class k, from the confusion matrix `matrix[actual][predicted]` and row-major probabilities. */
export function classFigures(
  k: number,
  matrix: readonly (readonly number[])[],
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
): ClassFigures {
  const figures = oneVersusRest(k, matrix, probabilities, labels);
  const { support, accuracy, mcc, precision, recall, f1, brier, auc } = figures;
  return {
    support,
    accuracy,
    balanced_accuracy: figures.balancedAccuracy,
    mcc,
    precision,
    recall,
    f1,
    log_loss: figures.logLoss,
    brier,
    brier_parts: brierFigures(figures.brierParts),
    calibration_error: figures.calibrationError,
    auc,
  };
}

export function brierFigures({ withinBins, ...same }: BrierParts): BrierFigures {
  return { ...same, within_bins: withinBins };
}

export function tradingFigures(
  { costPerTrade, trials }: { readonly costPerTrade: number; readonly trials: number },
  statistics: TradingStatistics,
  deflatedSharpe: number | null,
): TradingFigures {
  const { daily, sharpe, sortino, calmar, trades } = statistics;
  return {
    cost_per_trade: costPerTrade,
    trades,
    win_rate: statistics.winRate,
    average_return: statistics.averageReturn,
    profit_factor: statistics.profitFactor,
    total_return: statistics.totalReturn,
    max_drawdown: statistics.maxDrawdown,
    sharpe,
    sortino,
    calmar,
    daily_sharpe: daily?.sharpe ?? null,
    days: daily?.periods ?? null,
    skewness: daily?.skewness ?? null,
    kurtosis: daily?.kurtosis ?? null,
    probabilistic_sharpe: statistics.probabilisticSharpe,
    deflated_sharpe: deflatedSharpe,
    trials,
  };
}
