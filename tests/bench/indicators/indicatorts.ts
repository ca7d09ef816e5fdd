import * as it from "indicatorts";
import type { Contender, PlainBars } from "./contender.ts";

/** npm indicatorts: plain arrays in and out. Its Ichimoku cloud is left out: quadratic in the bars, it takes minutes. */
export function indicatorts({ open, high, low, close, volume }: PlainBars): Contender {
  return {
    sma: () => it.sma(close, { period: 20 }),
    ema: () => it.ema(close, { period: 20 }),
    smma: () => it.rma(close, { period: 20 }),
    dema: () => it.dema(close, { period: 20 }),
    tema: () => it.tema(close, { period: 20 }),
    trima: () => it.trima(close, { period: 20 }),
    vwma: () => it.vwma(close, volume, { period: 20 }),
    rsi: () => it.rsi(close, { period: 14 }),
    macd: () => it.macd(close, { fast: 12, slow: 26, signal: 9 }),
    stochastic: () => it.stoch(high, low, close, { kPeriod: 14, dPeriod: 3 }),
    cci: () => it.cci(high, low, close, { period: 20 }),
    williams_r: () => it.willr(high, low, close, { period: 14 }),
    rate_of_change: () => it.roc(close, { period: 10 }),
    trix: () => it.trix(close, { period: 15 }),
    awesome_oscillator: () => it.ao(high, low, { fast: 5, slow: 34 }),
    balance_of_power: () => it.bop(open, high, low, close),
    aroon: () => it.aroon(high, low, { period: 25 }),
    psar: () => it.psar(high, low, close, { step: 0.02, max: 0.2 }),
    atr: () => it.atr(high, low, close, { period: 14 }),
    bollinger_bands: () => it.bb(close, { period: 20 }),
    obv: () => it.obv(close, volume),
    adl: () => it.ad(high, low, close, volume),
    cmf: () => it.cmf(high, low, close, volume, { period: 20 }),
    mfi: () => it.mfi(high, low, close, volume, { period: 14 }),
    donchian: () => it.dc(close, { period: 20 }),
    force_index: () => it.fi(close, volume, { period: 13 }),
  };
}
