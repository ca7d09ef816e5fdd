import { generateBars, MARKET_START } from "../../seed/synthetic-market/generate-bars.ts";
import { HOUR_MS } from "../../seed/synthetic-market/trading-hours.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import { achievableScores, expectedLogLoss } from "./market-truth/achievable-scores.ts";
import {
  conditionalClassProbabilities,
  type ProbabilityRequest,
} from "./market-truth/class-probabilities.ts";

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** Of a market that closes at weekends. */
const TRADED_HOURS = 5 * DAY_HOURS;

/** The first so many hourly bars of a synthetic market. */
export function firstBars(symbol: string, count: number, seed = 0): Bars {
  const hours = WEEK_HOURS * Math.ceil(1 + count / TRADED_HOURS);
  const to = MARKET_START + hours * HOUR_MS;
  return sliceBars(generateBars({ symbol, timeframe: "1h", from: MARKET_START, to, seed }), 0, count);
}

/** Worth of a forecast beside the best one there can be; gains over the class prior in nats a row. */
export interface KnownGain {
  readonly priorAccuracy: number;
  readonly bestAccuracy: number;
  readonly achievable: number;
  readonly learned: number;
  readonly share: number;
}

/** Scores a forecast of the rows, row-major `[rows * 3]`, against their true class probabilities: no luck of labels. */
export function scoreAgainstTruth(
  request: Omit<ProbabilityRequest, "seed">,
  forecast: ArrayLike<number>,
): KnownGain {
  const [first, second] = [1, 2].map((seed) => conditionalClassProbabilities({ ...request, seed })) as [
    Float64Array,
    Float64Array,
  ];
  const { priorAccuracy, bestAccuracy, priorLogLoss, bestLogLoss } = achievableScores(
    first,
    second,
    request.paths,
  );
  const truth = first.map((p, i) => (p + second[i]!) / 2);
  const achievable = priorLogLoss - bestLogLoss;
  const learned = priorLogLoss - expectedLogLoss(truth, forecast);
  return { priorAccuracy, bestAccuracy, achievable, learned, share: learned / achievable };
}
