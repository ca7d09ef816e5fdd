import { compute } from "./compute.ts";
import type { Indicator } from "./definition.ts";
import type { IndicatorBars } from "./indicator-bars.ts";
import { MACD } from "./momentum/macd.ts";
import { RATE_OF_CHANGE } from "./momentum/rate-of-change.ts";
import { RSI } from "./momentum/rsi.ts";
import { STOCHASTIC } from "./momentum/stochastic.ts";
import { EMA } from "./moving-averages/ema.ts";
import { SMA } from "./moving-averages/sma.ts";
import { ADX } from "./trend/adx.ts";
import { ATR } from "./volatility/atr.ts";
import { BOLLINGER_BANDS } from "./volatility/bollinger-bands.ts";
import { HISTORICAL_VOLATILITY } from "./volatility/historical-volatility.ts";
import { OBV } from "./volume/obv.ts";
import { SESSION_VWAP } from "./volume/session-vwap.ts";
import { VOLUME_MA } from "./volume/volume-ma.ts";

/** One indicator of the standard set: its settings, and the value name that each of its outputs has there. */
interface StandardIndicator {
  /** Name in ml_indicator_weights. */
  readonly name: string;
  readonly indicator: Indicator;
  readonly params: Readonly<Record<string, number>>;
  /** Value name -> output. */
  readonly values: Readonly<Record<string, string>>;
}

/** The indicators of a request that names none, and of the technical summary's vote. */
export const STANDARD_SET: readonly StandardIndicator[] = [
  { name: "sma", indicator: SMA, params: { period: 20 }, values: { sma: "sma" } },
  { name: "ema_12", indicator: EMA, params: { period: 12 }, values: { ema_12: "ema" } },
  { name: "ema_21", indicator: EMA, params: { period: 21 }, values: { ema_21: "ema" } },
  { name: "ema_50", indicator: EMA, params: { period: 50 }, values: { ema_50: "ema" } },
  {
    name: "adx",
    indicator: ADX,
    params: {},
    values: { adx: "adx", plus_di: "plus_di", minus_di: "minus_di" },
  },
  { name: "rsi", indicator: RSI, params: {}, values: { rsi: "rsi" } },
  {
    name: "macd",
    indicator: MACD,
    params: {},
    values: { macd: "macd", macd_signal: "signal", macd_histogram: "histogram" },
  },
  { name: "stochastic", indicator: STOCHASTIC, params: {}, values: { stochastic_k: "k", stochastic_d: "d" } },
  {
    name: "price_change",
    indicator: RATE_OF_CHANGE,
    params: { period: 1 },
    values: { price_change: "rate_of_change" },
  },
  {
    name: "bollinger",
    indicator: BOLLINGER_BANDS,
    params: {},
    values: {
      bollinger_upper: "upper",
      bollinger_middle: "middle",
      bollinger_lower: "lower",
      percent_b: "percent_b",
    },
  },
  { name: "atr", indicator: ATR, params: {}, values: { atr: "atr" } },
  {
    name: "volatility",
    indicator: HISTORICAL_VOLATILITY,
    params: { period: 20 },
    values: { volatility: "historical_volatility" },
  },
  { name: "vwap", indicator: SESSION_VWAP, params: {}, values: { vwap: "session_vwap" } },
  { name: "obv", indicator: OBV, params: {}, values: { obv: "obv" } },
  {
    name: "volume_ma",
    indicator: VOLUME_MA,
    params: { period: 20 },
    values: { volume_ma: "volume_ma", relative_volume: "relative" },
  },
];

/** Bars over which the summary looks at the change of OBV. */
export const OBV_CHANGE_BARS = 20;

/** Values of the standard set at every bar, with the close and `obv_change`, the change of OBV over 20 bars. */
export function standardColumns(bars: IndicatorBars): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = { close: bars.close };
  for (const { indicator, params, values } of STANDARD_SET) {
    const outputs = compute(indicator, bars, params);
    for (const [name, output] of Object.entries(values)) columns[name] = outputs[output]!;
  }
  const { obv } = columns;
  columns.obv_change = obv!.map((value, bar) => value - (obv![bar - OBV_CHANGE_BARS] ?? Number.NaN));
  return columns;
}

/** The same at the newest bar; what the history is too short for is left out. */
export function latestStandardValues(bars: IndicatorBars): Record<string, number> {
  const latest = Object.entries(standardColumns(bars)).map(
    ([name, column]) => [name, column.at(-1)] as const,
  );
  return Object.fromEntries(latest.filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
}
