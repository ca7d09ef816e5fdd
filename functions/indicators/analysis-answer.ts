import type { Analysis } from "../../shared/services/indicators/analyse.ts";

/** The part of the answer that the analysis itself gives. JSON knows no NaN: a missing value is null. */
export function toAnalysisAnswer({ bars, values, weights, summary, requested }: Analysis, count: number) {
  const newest = bars.ts.length - 1;
  const bar = {
    ts: bars.ts[newest]!,
    open: bars.open[newest]!,
    high: bars.high[newest]!,
    low: bars.low[newest]!,
    close: bars.close[newest]!,
    volume: bars.volume[newest]!,
  };
  return {
    bar,
    current_price: bar.close,
    values: { ...values },
    weights: weights.map(({ indicator_name, current_weight, weight_category }) => ({
      indicator_name,
      current_weight,
      weight_category,
    })),
    weighted_values: Object.fromEntries(
      summary.votes.map(({ indicator, weight, vote }) => [indicator, weight * vote]),
    ),
    technical_summary: { ...summary, votes: [...summary.votes], abstained: [...summary.abstained] },
    indicators: requested.map(({ indicator, params, outputs }) => ({
      id: indicator.id,
      params: { ...params },
      ts: Array.from(bars.ts.subarray(-count)),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, column]) => [
          name,
          Array.from(column, (value) => (Number.isFinite(value) ? value : null)),
        ]),
      ),
    })),
  };
}
