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
import {
  checkRequested,
  computeRequested,
  type IndicatorRequest,
  type RequestedIndicator,
} from "./compute-requested.ts";
import { readSettledBars } from "./read-settled-bars.ts";

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

/**
 * The indicators of a symbol over its stored bars, their weights and the technical summary.
 * @throws Failure unknown_symbol, not_enough_bars, invalid_request, unavailable
 */
export async function analyseSymbol(deps: AnalysisDeps, request: AnalysisRequest): Promise<Analysis> {
  const requested = checkRequested(request.indicators);
  const [bars, weights] = await Promise.all([readSettledBars(deps, request, requested), deps.weights()]);
  const values = latestStandardValues(bars);
  return {
    bars,
    values,
    weights,
    summary: summarise(values, weights),
    requested: requested.map((item) => ({
      ...item,
      outputs: computeRequested(item, bars, Math.min(request.count, bars.ts.length)),
    })),
  };
}
