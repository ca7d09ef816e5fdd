import * as ts from "trading-signals";
import type { Contender, PlainBars } from "./contender.ts";

interface Streaming<T> {
  update(input: T, replace: boolean): unknown;
}

/** npm trading-signals: fed bar by bar; its own result is what it has after each. Its OBV fails on these bars. */
export function tradingSignals(bars: PlainBars): Contender {
  const candles = bars.close.map((close, i) => ({
    open: bars.open[i]!,
    high: bars.high[i]!,
    low: bars.low[i]!,
    close,
    volume: bars.volume[i]!,
  }));
  const feed =
    <T>(inputs: readonly T[], create: () => Streaming<T>) =>
    () => {
      const indicator = create();
      return inputs.map((input) => indicator.update(input, false));
    };
  return {
    sma: feed(bars.close, () => new ts.SMA(20)),
    ema: feed(bars.close, () => new ts.EMA(20)),
    wma: feed(bars.close, () => new ts.WMA(20)),
    smma: feed(bars.close, () => new ts.RMA(20)),
    dema: feed(bars.close, () => new ts.DEMA(20)),
    tema: feed(bars.close, () => new ts.TEMA(20)),
    hma: feed(bars.close, () => new ts.HMA(20)),
    kama: feed(bars.close, () => new ts.KAMA(10)),
    rsi: feed(bars.close, () => new ts.RSI(14)),
    macd: feed(bars.close, () => new ts.MACD(new ts.EMA(12), new ts.EMA(26), new ts.EMA(9))),
    stochastic: feed(
      candles,
      () => new ts.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }),
    ),
    cci: feed(candles, () => new ts.CCI(20)),
    williams_r: feed(candles, () => new ts.WilliamsR(14)),
    rate_of_change: feed(bars.close, () => new ts.ROC(10)),
    momentum: feed(bars.close, () => new ts.MOM(10)),
    awesome_oscillator: feed(candles, () => new ts.AO(5, 34)),
    adx: feed(candles, () => new ts.ADX(14)),
    psar: feed(candles, () => new ts.PSAR({ accelerationStep: 0.02, accelerationMax: 0.2 })),
    atr: feed(candles, () => new ts.ATR(14)),
    true_range: feed(candles, () => new ts.TR()),
    bollinger_bands: feed(bars.close, () => new ts.BollingerBands(20, 2)),
    mfi: feed(candles, () => new ts.MFI(14)),
    anchored_vwap: feed(candles, () => new ts.VWAP()),
  };
}
