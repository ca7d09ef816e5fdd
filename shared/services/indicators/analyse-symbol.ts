import { Failure } from "../../failure.ts";
import type { IndicatorBars } from "../../indicators/indicator-bars.ts";
import { latestStandardValues } from "../../indicators/standard-set.ts";
import {
  type IndicatorWeight,
  summarise,
  type TechnicalSummary,
} from "../../indicators/technical-summary.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { readClosedBars } from "../read-closed-bars.ts";
import {
  checkRequested,
  computeRequested,
  type IndicatorRequest,
  type RequestedIndicator,
} from "./compute-requested.ts";

export interface AnalysisDeps {
  readonly bars: BarStore;
  readonly clock: Clock;
  readonly weights: () => Promise<IndicatorWeight[]>;
}

export interface AnalysisRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly indicators: readonly IndicatorRequest[];
  /** How many of the newest bars the requested indicators are answered for. */
  readonly count: number;
  /** The symbol that two-series indicators compare with. */
  readonly reference: string | undefined;
}

export interface Analysis {
  readonly bars: IndicatorBars;
  /** Values of the standard set at the newest closed bar. */
  readonly values: Readonly<Record<string, number>>;
  readonly weights: readonly IndicatorWeight[];
  readonly summary: TechnicalSummary;
  readonly requested: readonly (RequestedIndicator & {
    readonly outputs: Readonly<Record<string, Float64Array>>;
  })[];
}

/** Bars before the first one answered for, so that exponential averages have forgotten where they began. */
const SETTLING_BARS = 1_000;

/**
 * The indicators of a symbol over its stored bars, their weights and the technical summary.
 * @throws Failure unknown_symbol, not_enough_bars, invalid_request, unavailable
 */
export async function analyseSymbol(deps: AnalysisDeps, request: AnalysisRequest): Promise<Analysis> {
  const requested = checkRequested(request.indicators);
  const warmUp = Math.max(0, ...requested.map(({ indicator, params }) => indicator.warmUp(params)));
  const limit = request.count + Math.max(SETTLING_BARS, 2 * warmUp);
  const [bars, weights] = await Promise.all([readWithReference(deps, request, limit), deps.weights()]);
  if (bars.ts.length === 0) {
    throw new Failure("not_enough_bars", `${request.symbol} has no closed bar of ${request.timeframe}.`);
  }
  const values = latestStandardValues(bars);
  return {
    bars,
    values,
    weights,
    summary: summarise(values, weights),
    requested: requested.map((item, at) => ({
      ...item,
      outputs: computeRequested(item, bars, Math.min(request.count, bars.ts.length), at),
    })),
  };
}

async function readWithReference(
  deps: AnalysisDeps,
  request: AnalysisRequest,
  limit: number,
): Promise<IndicatorBars> {
  const { symbol, timeframe, reference } = request;
  if (reference === undefined) return await readClosedBars(deps, { symbol, timeframe, limit });
  const [bars, other] = await Promise.all([
    readClosedBars(deps, { symbol, timeframe, limit }),
    readClosedBars(deps, { symbol: reference, timeframe, limit }),
  ]);
  const closes = new Map(Array.from(other.ts, (ts, i) => [ts, other.close[i]!]));
  return { ...bars, reference: bars.ts.map((ts) => closes.get(ts) ?? Number.NaN) };
}
