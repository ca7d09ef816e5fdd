import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as talib from "talib-web";
import type { Contender, PlainBars } from "./contender.ts";

/** npm talib-web: TA-Lib's C code as WebAssembly. Its fixed memory is too small for four columns of 100,000 bars. */
export async function talibWeb({ high, low, close }: PlainBars): Promise<Contender> {
  // It fetches its binary, and Node's fetch takes no file names.
  const binary = createRequire(import.meta.url).resolve("talib-web/lib/talib.wasm");
  await talib.init(`data:application/wasm;base64,${readFileSync(binary).toString("base64")}`);
  const inReal = close;
  return {
    sma: () => talib.SMA({ inReal, timePeriod: 20 }),
    ema: () => talib.EMA({ inReal, timePeriod: 20 }),
    wma: () => talib.WMA({ inReal, timePeriod: 20 }),
    dema: () => talib.DEMA({ inReal, timePeriod: 20 }),
    tema: () => talib.TEMA({ inReal, timePeriod: 20 }),
    trima: () => talib.TRIMA({ inReal, timePeriod: 20 }),
    kama: () => talib.KAMA({ inReal, timePeriod: 10 }),
    t3: () => talib.T3({ inReal, timePeriod: 5 }),
    mama: () => talib.MAMA({ inReal }),
    rsi: () => talib.RSI({ inReal, timePeriod: 14 }),
    macd: () => talib.MACD({ inReal }),
    apo: () => talib.APO({ inReal }),
    stochastic: () => talib.STOCH({ high, low, close, fastK_Period: 14, slowK_Period: 3, slowD_Period: 3 }),
    cci: () => talib.CCI({ high, low, close, timePeriod: 20 }),
    williams_r: () => talib.WILLR({ high, low, close, timePeriod: 14 }),
    rate_of_change: () => talib.ROC({ inReal, timePeriod: 10 }),
    momentum: () => talib.MOM({ inReal, timePeriod: 10 }),
    trix: () => talib.TRIX({ inReal, timePeriod: 15 }),
    ultimate_oscillator: () => talib.ULTOSC({ high, low, close }),
    cmo: () => talib.CMO({ inReal, timePeriod: 14 }),
    adx: () => talib.ADX({ high, low, close, timePeriod: 14 }),
    aroon: () => talib.AROON({ high, low, timePeriod: 25 }),
    psar: () => talib.SAR({ high, low }),
    epma: () => talib.LINEARREG({ inReal, timePeriod: 14 }),
    hilbert_trendline: () => talib.HT_TRENDLINE({ inReal }),
    atr: () => talib.ATR({ high, low, close, timePeriod: 14 }),
    natr: () => talib.NATR({ high, low, close, timePeriod: 14 }),
    true_range: () => talib.TRANGE({ high, low, close }),
    bollinger_bands: () => talib.BBANDS({ inReal, timePeriod: 20, nbDevUp: 2, nbDevDn: 2 }),
    standard_deviation: () => talib.STDDEV({ inReal, timePeriod: 20 }),
  };
}
