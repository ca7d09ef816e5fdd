import { VOTES } from "./votes.ts";

/** A row of `get_latest_indicator_weights`. */
export interface IndicatorWeight {
  readonly indicator_name: string;
  readonly current_weight: number;
  readonly weight_category: string;
}

export interface WeightedVote {
  readonly indicator: string;
  readonly category: string;
  readonly weight: number;
  /** -1 (down) .. 1 (up). */
  readonly vote: number;
  readonly formula: string;
}

export type SummarySignal = "strong_sell" | "sell" | "neutral" | "buy" | "strong_buy";

export interface TechnicalSummary {
  /** Weighted mean of each category's votes, -1..1; null where none of its indicators has a value. */
  readonly trend: number | null;
  readonly momentum: number | null;
  readonly volatility: number | null;
  readonly volume: number | null;
  /** Weighted mean of all votes; null without any. */
  readonly score: number | null;
  readonly signal: SummarySignal;
  readonly votes: readonly WeightedVote[];
  /** Weighted indicators that could not vote: no value yet, no volume, or not in the standard set. */
  readonly abstained: readonly string[];
}

/** Scores from which the signal is a buy or a sell, and a strong one. */
export const SIGNAL_THRESHOLD = 0.1;
export const STRONG_SIGNAL_THRESHOLD = 0.5;

/**
 * Lets each weighted indicator vote on the direction and averages the votes by weight. docs/indicators.md lists the
 * formulas: with the answer's values and weights the score can be recomputed by hand.
 * @param latest values by name, as `latestStandardValues` gives them
 */
export function summarise(
  latest: Readonly<Record<string, number>>,
  weights: readonly IndicatorWeight[],
): TechnicalSummary {
  const votes = weights.flatMap((weight) => castVote(latest, weight));
  const cast = new Set(votes.map(({ indicator }) => indicator));
  const of = (category: string) => weightedMean(votes.filter((vote) => vote.category === category));
  const score = weightedMean(votes);
  return {
    trend: of("trend"),
    momentum: of("momentum"),
    volatility: of("volatility"),
    volume: of("volume"),
    score,
    signal: signalOf(score),
    votes,
    abstained: weights.map((weight) => weight.indicator_name).filter((name) => !cast.has(name)),
  };
}

function castVote(latest: Readonly<Record<string, number>>, weight: IndicatorWeight): WeightedVote[] {
  const { indicator_name: indicator, weight_category: category, current_weight } = weight;
  const rule = Object.hasOwn(VOTES, indicator) ? VOTES[indicator] : undefined;
  const raw = rule?.of((name) => latest[name] ?? Number.NaN) ?? Number.NaN;
  if (!rule || !Number.isFinite(raw)) return [];
  const vote = Math.max(-1, Math.min(1, raw));
  return [{ indicator, category, weight: current_weight, vote, formula: rule.formula }];
}

function weightedMean(votes: readonly WeightedVote[]): number | null {
  const total = votes.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? votes.reduce((sum, { weight, vote }) => sum + weight * vote, 0) / total : null;
}

function signalOf(score: number | null): SummarySignal {
  const strength = Math.abs(score ?? 0);
  if (score === null || strength < SIGNAL_THRESHOLD) return "neutral";
  const side = score > 0 ? "buy" : "sell";
  return strength < STRONG_SIGNAL_THRESHOLD ? side : `strong_${side}`;
}
