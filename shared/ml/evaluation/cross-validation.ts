import {
  type DirectionalOutcomes,
  nonOverlappingTrades,
  tradingStatistics,
} from "../../performance/trading-statistics.ts";
import { joined } from "../joined.ts";
import { repeated } from "../metrics/baselines.ts";
import { mostProbable } from "../metrics/classification.ts";
import { logLosses } from "../metrics/log-loss.ts";

/** A stretch of time forecast by one fold, which had not learned from it. */
export interface ForecastPart {
  /** Row-major `[rows * 3]`. */
  readonly probabilities: Float64Array;
  /** Class shares of what the fold learned from. */
  readonly prior: Float64Array;
}

/** The rows of several parts, in the parts' order. */
export interface HistoryRows extends Omit<DirectionalOutcomes, "predicted"> {
  readonly labels: Uint8Array;
  readonly uniqueness: Float64Array;
}

/** The score of a model of one make on one history. JSON, as the API gives it. */
export interface HistoryScore {
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly log_loss: number;
  /** Log loss saved against the class prior of the rows learned from, nats a row. */
  readonly gain: number;
  readonly accuracy: number;
  /** Daily, after costs; null when no two days differ. */
  readonly sharpe: number | null;
}

/** How a figure varies over the histories. */
export interface Spread {
  readonly mean: number;
  /** With n - 1; null of a single history. */
  readonly deviation: number | null;
  readonly least: number;
  readonly most: number;
}

/** The result of a cross-validation of the training part. */
export interface ValidationFindings {
  readonly scheme: "walk_forward" | "cpcv";
  /** Models that were fitted. */
  readonly folds: number;
  /** One a fold of a walk-forward, one a path of a combinatorial cross-validation. */
  readonly histories: readonly HistoryScore[];
  readonly spread: {
    readonly log_loss: Spread;
    readonly gain: Spread;
    readonly accuracy: Spread;
    /** Of the histories that have one; null where none has. */
    readonly sharpe: Spread | null;
  };
}

interface Costs {
  readonly symbols: number;
  readonly costPerTrade: number;
}

/** Scores the forecasts of a history; rows count for their average uniqueness. */
export function scoreHistory(rows: HistoryRows, parts: readonly ForecastPart[], costs: Costs): HistoryScore {
  const { labels, uniqueness, decidedAt, resolvedAt } = rows;
  const probabilities = joined(
    Float64Array,
    parts.map((part) => part.probabilities),
  );
  const priors = joined(
    Float64Array,
    parts.map((part) => repeated(part.prior, part.probabilities.length / 3)),
  );
  const predicted = mostProbable(probabilities);
  const hits = Float64Array.from(labels, (label, row) => (predicted[row] === label ? 1 : 0));
  const from = decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
  const trades = nonOverlappingTrades({ ...rows, predicted }, costs.costPerTrade);
  const logLoss = weightedMean(logLosses(probabilities, labels), uniqueness);
  return {
    rows: labels.length,
    from,
    to,
    log_loss: logLoss,
    gain: weightedMean(logLosses(priors, labels), uniqueness) - logLoss,
    accuracy: weightedMean(hits, uniqueness),
    sharpe: tradingStatistics(trades, costs.symbols, from, to).daily?.sharpe ?? null,
  };
}

/** All histories with how they vary: one history is an anecdote. */
export function summariseHistories(
  made: Pick<ValidationFindings, "scheme" | "folds">,
  histories: readonly HistoryScore[],
): ValidationFindings {
  const sharpes = histories.flatMap(({ sharpe }) => sharpe ?? []);
  return {
    ...made,
    histories,
    spread: {
      log_loss: spreadOf(histories.map(({ log_loss }) => log_loss)),
      gain: spreadOf(histories.map(({ gain }) => gain)),
      accuracy: spreadOf(histories.map(({ accuracy }) => accuracy)),
      sharpe: sharpes.length > 0 ? spreadOf(sharpes) : null,
    },
  };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    sum += weight * values[row]!;
    total += weight;
  }
  return sum / total;
}
