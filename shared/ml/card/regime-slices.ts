import { CLASSES } from "../learner.ts";
import { mostProbable } from "../metrics/classification.ts";
import { logLosses } from "../metrics/log-loss.ts";
import { TREND_DIRECTIONS, trendOf, VOLATILITY_REGIMES, volatilityOf } from "../metrics/market-regime.ts";
import { wilsonInterval } from "../metrics/wilson-interval.ts";

/** How the model did in one kind of market, beside the class prior there. JSON, as the API gives it. */
export interface RegimeSlice {
  readonly dimension: "volatility" | "trend";
  readonly regime: string;
  readonly rows: number;
  readonly effective_sample_size: number;
  /** With its 95 % interval on the effective sample size. */
  readonly accuracy: { readonly value: number; readonly lower: number; readonly upper: number };
  readonly prior_accuracy: number;
  readonly log_loss: number;
  readonly prior_log_loss: number;
  /** Log loss saved against the class prior, in nats a row. */
  readonly gain: number;
}

interface EvaluatedRows {
  readonly probabilities: ArrayLike<number>;
  /** Of the class prior, for every row alike. */
  readonly priorProbabilities: ArrayLike<number>;
  readonly labels: Uint8Array;
  readonly uniqueness: Float64Array;
  readonly regime: Uint8Array;
}

/** The rows of each volatility and of each trend, evaluated apart; regimes without a row are left out. */
export function regimeSlices(rows: EvaluatedRows): RegimeSlice[] {
  const losses = logLosses(rows.probabilities, rows.labels);
  const priorLosses = logLosses(rows.priorProbabilities, rows.labels);
  const hits = hitsOf(rows.probabilities, rows.labels);
  const priorHits = hitsOf(rows.priorProbabilities, rows.labels);
  const slice = (
    dimension: RegimeSlice["dimension"],
    regime: string,
    isInside: (code: number) => boolean,
  ) => {
    const inside = Uint32Array.from(rows.labels.keys()).filter((row) => isInside(rows.regime[row]!));
    if (inside.length === 0) return [];
    const mean = (column: Float64Array) => inside.reduce((sum, row) => sum + column[row]!, 0) / inside.length;
    const effective = inside.reduce((sum, row) => sum + rows.uniqueness[row]!, 0);
    const accuracy = mean(hits);
    const [loss, priorLoss] = [mean(losses), mean(priorLosses)];
    return [
      {
        dimension,
        regime,
        rows: inside.length,
        effective_sample_size: effective,
        accuracy: { value: accuracy, ...wilsonInterval(accuracy, effective) },
        prior_accuracy: mean(priorHits),
        log_loss: loss,
        prior_log_loss: priorLoss,
        gain: priorLoss - loss,
      },
    ];
  };
  return [
    ...VOLATILITY_REGIMES.flatMap((name, k) => slice("volatility", name, (code) => volatilityOf(code) === k)),
    ...TREND_DIRECTIONS.flatMap((name, k) => slice("trend", name, (code) => trendOf(code) === k)),
  ];
}

function hitsOf(probabilities: ArrayLike<number>, labels: Uint8Array): Float64Array {
  const predicted = mostProbable(probabilities);
  if (predicted.length !== labels.length) throw new RangeError(`give ${CLASSES.length} probabilities a row`);
  return Float64Array.from(labels, (label, row) => (predicted[row] === label ? 1 : 0));
}
