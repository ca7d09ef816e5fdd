import { DOJI_PATTERNS } from "./candles/dojis.ts";
import { HAMMER_PATTERNS } from "./candles/hammers.ts";
import { HIKKAKE_PATTERNS } from "./candles/hikkake.ts";
import { LONG_PATTERNS } from "./candles/long-patterns.ts";
import { ONE_CANDLE_PATTERNS } from "./candles/one-candle.ts";
import { SOLDIER_AND_CROW_PATTERNS } from "./candles/soldiers-and-crows.ts";
import { STAR_PATTERNS } from "./candles/stars.ts";
import { THREE_CANDLE_PATTERNS } from "./candles/three-candles.ts";
import { TWO_CANDLE_PATTERNS } from "./candles/two-candles.ts";
import type { Indicator } from "./definition.ts";
import { APO } from "./momentum/apo.ts";
import { AWESOME_OSCILLATOR } from "./momentum/awesome-oscillator.ts";
import { BALANCE_OF_POWER } from "./momentum/balance-of-power.ts";
import { CCI } from "./momentum/cci.ts";
import { CMO } from "./momentum/cmo.ts";
import { CONNORS_RSI } from "./momentum/connors-rsi.ts";
import { COPPOCK } from "./momentum/coppock.ts";
import { DPO } from "./momentum/dpo.ts";
import { ELDER_RAY } from "./momentum/elder-ray.ts";
import { FISHER } from "./momentum/fisher.ts";
import { KST } from "./momentum/kst.ts";
import { MACD } from "./momentum/macd.ts";
import { MOMENTUM } from "./momentum/momentum.ts";
import { PMO } from "./momentum/pmo.ts";
import { PPO } from "./momentum/ppo.ts";
import { RATE_OF_CHANGE } from "./momentum/rate-of-change.ts";
import { ROC_BANDS } from "./momentum/roc-bands.ts";
import { RSI } from "./momentum/rsi.ts";
import { SMI } from "./momentum/smi.ts";
import { STC } from "./momentum/stc.ts";
import { STOCH_RSI } from "./momentum/stoch-rsi.ts";
import { STOCHASTIC } from "./momentum/stochastic.ts";
import { TRIX } from "./momentum/trix.ts";
import { TSI } from "./momentum/tsi.ts";
import { ULTIMATE_OSCILLATOR } from "./momentum/ultimate-oscillator.ts";
import { WILLIAMS_R } from "./momentum/williams-r.ts";
import { ALMA } from "./moving-averages/alma.ts";
import { DEMA } from "./moving-averages/dema.ts";
import { EMA } from "./moving-averages/ema.ts";
import { EPMA } from "./moving-averages/epma.ts";
import { HMA } from "./moving-averages/hma.ts";
import { KAMA } from "./moving-averages/kama.ts";
import { MAMA } from "./moving-averages/mama.ts";
import { MCGINLEY } from "./moving-averages/mcginley.ts";
import { SMA } from "./moving-averages/sma.ts";
import { SMMA } from "./moving-averages/smma.ts";
import { T3 } from "./moving-averages/t3.ts";
import { TEMA } from "./moving-averages/tema.ts";
import { TRIMA } from "./moving-averages/trima.ts";
import { VWMA } from "./moving-averages/vwma.ts";
import { WMA } from "./moving-averages/wma.ts";
import { ZLEMA } from "./moving-averages/zlema.ts";
import { AUTOCORRELATION } from "./statistics/autocorrelation.ts";
import { BETA } from "./statistics/beta.ts";
import { CORRELATION } from "./statistics/correlation.ts";
import { HURST } from "./statistics/hurst.ts";
import { KURTOSIS } from "./statistics/kurtosis.ts";
import { MEAN_DEVIATION } from "./statistics/mean-deviation.ts";
import { RELATIVE_STRENGTH } from "./statistics/relative-strength.ts";
import { SKEWNESS } from "./statistics/skewness.ts";
import { Z_SCORE } from "./statistics/z-score.ts";
import { BAR_PRICE } from "./structure/bar-price.ts";
import { CANDLE_SHAPE } from "./structure/candle-shape.ts";
import { FRACTAL_BANDS } from "./structure/fractal-bands.ts";
import { FRACTALS } from "./structure/fractals.ts";
import { HEIKIN_ASHI } from "./structure/heikin-ashi.ts";
import { MIDPOINT } from "./structure/midpoint.ts";
import { PIVOT_POINTS } from "./structure/pivot-points.ts";
import { PIVOTS } from "./structure/pivots.ts";
import { RENKO } from "./structure/renko.ts";
import { ROLLING_PIVOTS } from "./structure/rolling-pivots.ts";
import { SUPPORT_RESISTANCE } from "./structure/support-resistance.ts";
import { ZIGZAG } from "./structure/zigzag.ts";
import { ADX } from "./trend/adx.ts";
import { ALLIGATOR } from "./trend/alligator.ts";
import { AROON } from "./trend/aroon.ts";
import { ATR_STOP } from "./trend/atr-stop.ts";
import { CHANDELIER_EXIT } from "./trend/chandelier-exit.ts";
import { DONCHIAN } from "./trend/donchian.ts";
import { GATOR } from "./trend/gator.ts";
import { HILBERT_TRENDLINE } from "./trend/hilbert-trendline.ts";
import { ICHIMOKU } from "./trend/ichimoku.ts";
import { KELTNER } from "./trend/keltner.ts";
import { LINEAR_REGRESSION } from "./trend/linear-regression.ts";
import { MA_ENVELOPE } from "./trend/ma-envelope.ts";
import { PSAR } from "./trend/psar.ts";
import { STARC } from "./trend/starc.ts";
import { SUPERTREND } from "./trend/supertrend.ts";
import { VOLATILITY_STOP } from "./trend/volatility-stop.ts";
import { VORTEX } from "./trend/vortex.ts";
import { ATR } from "./volatility/atr.ts";
import { BOLLINGER_BANDS } from "./volatility/bollinger-bands.ts";
import { CHOPPINESS } from "./volatility/choppiness.ts";
import { GARMAN_KLASS } from "./volatility/garman-klass.ts";
import { HISTORICAL_VOLATILITY } from "./volatility/historical-volatility.ts";
import { NATR } from "./volatility/natr.ts";
import { PARKINSON } from "./volatility/parkinson.ts";
import { ROGERS_SATCHELL } from "./volatility/rogers-satchell.ts";
import { STANDARD_DEVIATION } from "./volatility/standard-deviation.ts";
import { STANDARD_DEVIATION_CHANNELS } from "./volatility/standard-deviation-channels.ts";
import { TRUE_RANGE } from "./volatility/true-range.ts";
import { ULCER_INDEX } from "./volatility/ulcer-index.ts";
import { YANG_ZHANG } from "./volatility/yang-zhang.ts";
import { ADL } from "./volume/adl.ts";
import { ANCHORED_VWAP } from "./volume/anchored-vwap.ts";
import { CHAIKIN_OSCILLATOR } from "./volume/chaikin-oscillator.ts";
import { CMF } from "./volume/cmf.ts";
import { FORCE_INDEX } from "./volume/force-index.ts";
import { KLINGER } from "./volume/klinger.ts";
import { MFI } from "./volume/mfi.ts";
import { OBV } from "./volume/obv.ts";
import { PVO } from "./volume/pvo.ts";
import { SESSION_VWAP } from "./volume/session-vwap.ts";
import { VOLUME_MA } from "./volume/volume-ma.ts";
import { VOLUME_PROFILE } from "./volume/volume-profile.ts";

/** Every indicator served, in the order of the documentation. */
export const CATALOGUE: readonly Indicator[] = [
  ALMA,
  DEMA,
  EMA,
  EPMA,
  HMA,
  KAMA,
  MAMA,
  MCGINLEY,
  SMA,
  SMMA,
  T3,
  TEMA,
  TRIMA,
  VWMA,
  WMA,
  ZLEMA,
  APO,
  AWESOME_OSCILLATOR,
  BALANCE_OF_POWER,
  CCI,
  CMO,
  CONNORS_RSI,
  COPPOCK,
  DPO,
  ELDER_RAY,
  FISHER,
  KST,
  MACD,
  MOMENTUM,
  PMO,
  PPO,
  RATE_OF_CHANGE,
  ROC_BANDS,
  RSI,
  SMI,
  STC,
  STOCH_RSI,
  STOCHASTIC,
  TRIX,
  TSI,
  ULTIMATE_OSCILLATOR,
  WILLIAMS_R,
  ADX,
  ALLIGATOR,
  AROON,
  ATR_STOP,
  CHANDELIER_EXIT,
  DONCHIAN,
  GATOR,
  HILBERT_TRENDLINE,
  ICHIMOKU,
  KELTNER,
  LINEAR_REGRESSION,
  MA_ENVELOPE,
  PSAR,
  STARC,
  SUPERTREND,
  VOLATILITY_STOP,
  VORTEX,
  ATR,
  BOLLINGER_BANDS,
  CHOPPINESS,
  GARMAN_KLASS,
  HISTORICAL_VOLATILITY,
  NATR,
  PARKINSON,
  ROGERS_SATCHELL,
  STANDARD_DEVIATION_CHANNELS,
  STANDARD_DEVIATION,
  TRUE_RANGE,
  ULCER_INDEX,
  YANG_ZHANG,
  ADL,
  ANCHORED_VWAP,
  CHAIKIN_OSCILLATOR,
  CMF,
  FORCE_INDEX,
  KLINGER,
  MFI,
  OBV,
  PVO,
  SESSION_VWAP,
  VOLUME_MA,
  VOLUME_PROFILE,
  BAR_PRICE,
  CANDLE_SHAPE,
  FRACTAL_BANDS,
  FRACTALS,
  HEIKIN_ASHI,
  MIDPOINT,
  PIVOT_POINTS,
  PIVOTS,
  RENKO,
  ROLLING_PIVOTS,
  SUPPORT_RESISTANCE,
  ZIGZAG,
  AUTOCORRELATION,
  BETA,
  CORRELATION,
  HURST,
  KURTOSIS,
  MEAN_DEVIATION,
  RELATIVE_STRENGTH,
  SKEWNESS,
  Z_SCORE,
  ...DOJI_PATTERNS,
  ...HAMMER_PATTERNS,
  ...HIKKAKE_PATTERNS,
  ...LONG_PATTERNS,
  ...ONE_CANDLE_PATTERNS,
  ...SOLDIER_AND_CROW_PATTERNS,
  ...STAR_PATTERNS,
  ...THREE_CANDLE_PATTERNS,
  ...TWO_CANDLE_PATTERNS,
];

const BY_ID = new Map(CATALOGUE.map((indicator) => [indicator.id, indicator]));

/** The indicator of this id, or undefined. */
export function findIndicator(id: string): Indicator | undefined {
  return BY_ID.get(id);
}
