import type { Indicator } from "./definition.ts";
import { MACD } from "./momentum/macd.ts";
import { RATE_OF_CHANGE } from "./momentum/rate-of-change.ts";
import { RSI } from "./momentum/rsi.ts";
import { STOCHASTIC } from "./momentum/stochastic.ts";
import { ALMA } from "./moving-averages/alma.ts";
import { DEMA } from "./moving-averages/dema.ts";
import { EMA } from "./moving-averages/ema.ts";
import { EPMA } from "./moving-averages/epma.ts";
import { HMA } from "./moving-averages/hma.ts";
import { KAMA } from "./moving-averages/kama.ts";
import { MCGINLEY } from "./moving-averages/mcginley.ts";
import { SMA } from "./moving-averages/sma.ts";
import { SMMA } from "./moving-averages/smma.ts";
import { T3 } from "./moving-averages/t3.ts";
import { TEMA } from "./moving-averages/tema.ts";
import { TRIMA } from "./moving-averages/trima.ts";
import { VWMA } from "./moving-averages/vwma.ts";
import { WMA } from "./moving-averages/wma.ts";
import { ZLEMA } from "./moving-averages/zlema.ts";
import { ADX } from "./trend/adx.ts";
import { ATR } from "./volatility/atr.ts";
import { BOLLINGER_BANDS } from "./volatility/bollinger-bands.ts";
import { HISTORICAL_VOLATILITY } from "./volatility/historical-volatility.ts";
import { ANCHORED_VWAP } from "./volume/anchored-vwap.ts";
import { OBV } from "./volume/obv.ts";
import { SESSION_VWAP } from "./volume/session-vwap.ts";
import { VOLUME_MA } from "./volume/volume-ma.ts";

/** Every indicator served, in the order of the documentation. */
export const CATALOGUE: readonly Indicator[] = [
  // moving averages
  SMA,
  EMA,
  WMA,
  DEMA,
  TEMA,
  TRIMA,
  KAMA,
  T3,
  HMA,
  ALMA,
  SMMA,
  VWMA,
  EPMA,
  ZLEMA,
  MCGINLEY,
  // momentum
  RSI,
  MACD,
  STOCHASTIC,
  RATE_OF_CHANGE,
  // trend
  ADX,
  // volatility
  ATR,
  BOLLINGER_BANDS,
  HISTORICAL_VOLATILITY,
  // volume
  OBV,
  VOLUME_MA,
  SESSION_VWAP,
  ANCHORED_VWAP,
];

const BY_ID = new Map(CATALOGUE.map((indicator) => [indicator.id, indicator]));

/** The indicator of this id, or undefined. */
export function findIndicator(id: string): Indicator | undefined {
  return BY_ID.get(id);
}
