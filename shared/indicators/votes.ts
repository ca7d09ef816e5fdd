import { OBV_CHANGE_BARS } from "./standard-set.ts";

/** How one indicator of the standard set votes. */
export interface Vote {
  /** The formula as the documentation prints it; the result is limited to -1 (down) .. 1 (up). */
  readonly formula: string;
  /** The vote before it is limited; NaN where a value is missing or a divisor is zero. */
  readonly of: (latest: LatestValues) => number;
}

/** Values by name, as `latestStandardValues` gives them; an absent one reads as NaN. */
export type LatestValues = (name: string) => number;

/** Distance of the close from an average, in average true ranges. */
const distance = (average: string): Vote => ({
  formula: `(close - ${average}) / atr`,
  of: (v) => (v("close") - v(average)) / v("atr"),
});

/** The votes by the indicator's name in ml_indicator_weights. */
export const VOTES: Readonly<Record<string, Vote>> = {
  sma: distance("sma"),
  ema_12: distance("ema_12"),
  ema_21: distance("ema_21"),
  ema_50: distance("ema_50"),
  adx: {
    formula: "(plus_di - minus_di) / (plus_di + minus_di) · min(adx / 50, 1)",
    of: (v) => ((v("plus_di") - v("minus_di")) / (v("plus_di") + v("minus_di"))) * Math.min(v("adx") / 50, 1),
  },
  rsi: { formula: "(rsi - 50) / 20", of: (v) => (v("rsi") - 50) / 20 },
  macd: { formula: "4 · macd_histogram / atr", of: (v) => (4 * v("macd_histogram")) / v("atr") },
  stochastic: { formula: "(stochastic_k - 50) / 50", of: (v) => (v("stochastic_k") - 50) / 50 },
  price_change: {
    formula: "price_change / (200 · volatility)",
    of: (v) => v("price_change") / (200 * v("volatility")),
  },
  bollinger: { formula: "2 · percent_b - 1", of: (v) => 2 * v("percent_b") - 1 },
  atr: { formula: "(close - ema_21) / (2 · atr)", of: (v) => (v("close") - v("ema_21")) / (2 * v("atr")) },
  volatility: {
    formula: "(close - sma) / (sma · volatility · √20)",
    of: (v) => (v("close") - v("sma")) / (v("sma") * v("volatility") * Math.sqrt(20)),
  },
  vwap: distance("vwap"),
  obv: {
    formula: `obv_change / (${OBV_CHANGE_BARS} · volume_ma)`,
    of: (v) => v("obv_change") / (OBV_CHANGE_BARS * v("volume_ma")),
  },
  volume_ma: {
    formula: "sign(price_change) · max(relative_volume - 1, 0)",
    of: (v) => Math.sign(v("price_change")) * Math.max(v("relative_volume") - 1, 0),
  },
};
