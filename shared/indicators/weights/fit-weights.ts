import { normalQuantile } from "../../math/normal-distribution.ts";
import { elasticNet } from "./elastic-net.ts";

/** An indicator's weight with the room it may move in. */
export interface BoundedWeight {
  readonly indicator_name: string;
  readonly weight_category: string;
  readonly current_weight: number;
  readonly default_weight: number;
  readonly min_weight: number;
  readonly max_weight: number;
}

/** Votes of the indicators, and the outcomes; every column has a value a row. */
export interface VotedOutcomes {
  /** By the indicator's name: -1 (down) .. 1 (up), NaN where it had no vote. */
  readonly votes: Readonly<Record<string, Float64Array>>;
  /** The vote that would have been right, -1 (down) .. 1 (up). */
  readonly outcomes: Float64Array;
  /** Average uniqueness of each outcome: it adds up to the effective sample size. */
  readonly uniqueness: Float64Array;
}

export interface FittedWeight extends BoundedWeight {
  readonly new_weight: number;
  /** 1 = the most important. */
  readonly rank: number;
  /** Rows on which it had a vote, and how many independent ones they are worth. */
  readonly samples: number;
  readonly effective_samples: number;
  /** Standard deviations of the outcome that one of the vote moves, the other votes held still; 0 where it proves nothing. */
  readonly effect: number;
  /** Mean of vote times outcome, -1..1; null where it never voted. */
  readonly performance: number | null;
}

/** Chance that a weight leaves its default although no indicator knows anything. */
const FALSE_MOVE = 0.01;
/** Half of what two equal votes would share: the more, the more evenly they share it (Zou and Hastie 2005). */
const RIDGE = 0.1;
/** An effect of this size takes all the room up to the bound. */
const FULL_EFFECT = 0.1;

/**
 * Weights from how the votes went with the outcomes: an elastic net of the outcome on all votes at once, so that votes
 * that say the same share one effect. The penalty is what the largest of so many worthless effects stays below in 99 of
 * 100 samples (Bonferroni), so a weight only leaves its default where something is proved: upwards in proportion to its
 * effect, downwards where the vote is wrong as a rule. What was proved before and is not any more goes back.
 */
export function fitWeights(data: VotedOutcomes, weights: readonly BoundedWeight[]): FittedWeight[] {
  const names = weights.map(({ indicator_name }) => indicator_name);
  const effective = data.uniqueness.reduce((sum, unique) => sum + unique, 0);
  const votes = names.map((name) => data.votes[name] ?? data.outcomes.map(() => Number.NaN));
  const outcome = standardised(data.outcomes, data.uniqueness);
  const columns = votes.map((column) => standardised(column, data.uniqueness));
  const threshold = normalQuantile(1 - FALSE_MOVE / (2 * names.length)) / Math.sqrt(Math.max(1, effective));
  const effects = elasticNet(columns, outcome, data.uniqueness, { threshold, ridge: RIDGE });
  const fitted = weights.map((weight, k) => ({
    ...weight,
    new_weight: movedBy(effects[k]!, weight),
    effect: effects[k]!,
    ...tallyOf(votes[k]!, data),
  }));
  const order = fitted.toSorted((a, b) => b.new_weight - a.new_weight);
  return fitted.map((weight) => ({ ...weight, rank: order.indexOf(weight) + 1 }));
}

function movedBy(effect: number, { default_weight, min_weight, max_weight }: BoundedWeight): number {
  const share = Math.max(-1, Math.min(1, effect / FULL_EFFECT));
  const room = share > 0 ? max_weight - default_weight : default_weight - min_weight;
  return Math.max(min_weight, Math.min(max_weight, default_weight + share * room));
}

function tallyOf(votes: Float64Array, { outcomes, uniqueness }: VotedOutcomes) {
  let [samples, effective, agreed] = [0, 0, 0];
  votes.forEach((vote, row) => {
    if (Number.isNaN(vote)) return;
    samples++;
    effective += uniqueness[row]!;
    agreed += vote * outcomes[row]!;
  });
  return { samples, effective_samples: effective, performance: samples > 0 ? agreed / samples : null };
}

/** The column with mean 0 and deviation 1, abstentions at the mean; zeros where it does not vary. */
function standardised(column: Float64Array, weights: Float64Array): Float64Array {
  let [total, sum, square] = [0, 0, 0];
  column.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    total += weights[row]!;
    sum += weights[row]! * value;
    square += weights[row]! * value * value;
  });
  const mean = sum / total;
  const deviation = Math.sqrt(Math.max(0, square / total - mean * mean));
  if (!(deviation > 1e-9)) return new Float64Array(column.length);
  return column.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
}
