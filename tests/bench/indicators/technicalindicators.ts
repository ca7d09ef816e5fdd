import ti from "technicalindicators";
import type { Contender, PlainBars } from "./contender.ts";

/**
 * npm technicalindicators: plain arrays in, arrays of numbers or objects out. All that both have is here, but candle
 * patterns, of which it judges the newest bars only, and those that count something else under the same name: its volume
 * profile is one of all bars, its Renko has bricks of a fixed size or an ATR.
 */
export function technicalindicators({ open, high, low, close, volume }: PlainBars): Contender {
  const values = close;
  const averages = { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 };
  return {
    sma: () => ti.SMA.calculate({ period: 20, values }),
    ema: () => ti.EMA.calculate({ period: 20, values }),
    wma: () => ti.WMA.calculate({ period: 20, values }),
    smma: () => ti.WEMA.calculate({ period: 20, values }),
    rsi: () => ti.RSI.calculate({ period: 14, values }),
    macd: () => ti.MACD.calculate({ ...averages, values, SimpleMAOscillator: false, SimpleMASignal: false }),
    stochastic: () => ti.Stochastic.calculate({ high, low, close, period: 14, signalPeriod: 3 }),
    stoch_rsi: () =>
      ti.StochasticRSI.calculate({ values, rsiPeriod: 14, stochasticPeriod: 14, kPeriod: 3, dPeriod: 3 }),
    cci: () => ti.CCI.calculate({ high, low, close, period: 20 }),
    williams_r: () => ti.WilliamsR.calculate({ high, low, close, period: 14 }),
    rate_of_change: () => ti.ROC.calculate({ period: 10, values }),
    trix: () => ti.TRIX.calculate({ period: 15, values }),
    awesome_oscillator: () => ti.AwesomeOscillator.calculate({ high, low, fastPeriod: 5, slowPeriod: 34 }),
    kst: () =>
      ti.KST.calculate({
        values,
        ROCPer1: 10,
        ROCPer2: 15,
        ROCPer3: 20,
        ROCPer4: 30,
        SMAROCPer1: 10,
        SMAROCPer2: 10,
        SMAROCPer3: 10,
        SMAROCPer4: 15,
        signalPeriod: 9,
      }),
    keltner: () =>
      ti.KeltnerChannels.calculate({
        high,
        low,
        close,
        maPeriod: 20,
        atrPeriod: 10,
        useSMA: false,
        multiplier: 2,
      }),
    chandelier_exit: () => ti.ChandelierExit.calculate({ high, low, close, period: 22, multiplier: 3 }),
    adx: () => ti.ADX.calculate({ high, low, close, period: 14 }),
    psar: () => ti.PSAR.calculate({ high, low, step: 0.02, max: 0.2 }),
    ichimoku: () =>
      ti.IchimokuCloud.calculate({
        high,
        low,
        conversionPeriod: 9,
        basePeriod: 26,
        spanPeriod: 52,
        displacement: 26,
      }),
    atr: () => ti.ATR.calculate({ high, low, close, period: 14 }),
    true_range: () => ti.TrueRange.calculate({ high, low, close }),
    bollinger_bands: () => ti.BollingerBands.calculate({ period: 20, values, stdDev: 2 }),
    standard_deviation: () => ti.SD.calculate({ period: 20, values }),
    obv: () => ti.OBV.calculate({ close, volume }),
    adl: () => ti.ADL.calculate({ high, low, close, volume }),
    mfi: () => ti.MFI.calculate({ high, low, close, volume, period: 14 }),
    force_index: () => ti.ForceIndex.calculate({ close, volume, period: 13 }),
    anchored_vwap: () => ti.VWAP.calculate({ high, low, close, volume }),
    heikin_ashi: () => ti.HeikinAshi.calculate({ open, high, low, close }),
  };
}
