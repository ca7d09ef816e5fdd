import { dailyReturns, equityCurve, thinned } from "../../performance/equity-curve.ts";
import { type DirectionalOutcomes, nonOverlappingTrades } from "../../performance/trading-statistics.ts";
import { CLASSES } from "../learner.ts";
import { repeated } from "../metrics/baselines.ts";
import { confusionMatrix, mostProbable } from "../metrics/classification.ts";
import { type CoveragePoint, coverageCurve } from "../metrics/coverage-curve.ts";
import { confidenceReliability, type ReliabilityBin, reliabilityBins } from "../metrics/reliability.ts";
import { type RegimeSlice, regimeSlices } from "./regime-slices.ts";

/** The data behind the pictures of a model's card. JSON, as the API gives it. */
export interface CardFindings {
  /** Stated probability beside what came true: of the most probable class, and of each class. */
  readonly reliability: Readonly<Record<string, readonly ReliabilityBin[]>>;
  /** Counts: `confusion[actual][predicted]`, in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  /** Accuracy against the share of the SELL and BUY signals taken, the most confident first. */
  readonly coverage: readonly CoveragePoint[];
  readonly equity: EquityFindings;
  readonly regimes: readonly RegimeSlice[];
}

export interface EquityFindings {
  /** Epoch milliseconds at the end of the day, and the equity then; 1 before the first. */
  readonly model: readonly EquityPoint[];
  /** The same rules with BUY whatever the model says: what the market gave away. */
  readonly always_long: readonly EquityPoint[];
}

export interface EquityPoint {
  readonly ts: number;
  readonly equity: number;
}

export interface EvaluatedHoldout extends Omit<DirectionalOutcomes, "predicted"> {
  readonly labels: Uint8Array;
  readonly uniqueness: Float64Array;
  readonly regime: Uint8Array;
  readonly probabilities: Float64Array;
  readonly prior: Float64Array;
  readonly symbols: number;
  readonly costPerTrade: number;
}

const DAY_MS = 86_400_000;
/** More points than this no picture shows. */
const EQUITY_POINTS = 240;

/** Everything on the card that comes from the holdout and is more than a figure. */
export function cardFindings(rows: EvaluatedHoldout): CardFindings {
  const { probabilities, labels, uniqueness } = rows;
  const predicted = mostProbable(probabilities);
  return {
    classes: CLASSES,
    reliability: reliabilityOf(probabilities, labels),
    confusion: confusionMatrix(labels, predicted),
    coverage: coverageCurve(probabilities, labels, uniqueness),
    equity: {
      model: equityPoints({ ...rows, predicted }, rows),
      always_long: equityPoints({ ...rows, predicted: new Uint8Array(labels.length).fill(2) }, rows),
    },
    regimes: regimeSlices({ ...rows, priorProbabilities: repeated(rows.prior, labels.length) }),
  };
}

function reliabilityOf(probabilities: Float64Array, labels: Uint8Array): CardFindings["reliability"] {
  const ofClasses = CLASSES.map((name, k) => {
    const stated = Float64Array.from(labels, (_, row) => probabilities[row * CLASSES.length + k]!);
    return [name, reliabilityBins(stated, (row) => labels[row] === k)] as const;
  });
  return { confidence: confidenceReliability(probabilities, labels), ...Object.fromEntries(ofClasses) };
}

function equityPoints(
  outcomes: DirectionalOutcomes,
  { symbols, costPerTrade }: Pick<EvaluatedHoldout, "symbols" | "costPerTrade">,
): EquityPoint[] {
  const from = outcomes.decidedAt.reduce((first, time) => Math.min(first, time), Infinity);
  const to = outcomes.resolvedAt.reduce((last, time) => Math.max(last, time), -Infinity);
  const days = dailyReturns(nonOverlappingTrades(outcomes, costPerTrade), symbols, from, to);
  const firstDay = Math.floor(from / DAY_MS);
  return thinned(equityCurve(days), EQUITY_POINTS).map(({ day, equity }) => ({
    ts: (firstDay + day + 1) * DAY_MS,
    equity,
  }));
}
