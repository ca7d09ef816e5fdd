import { createRequire } from "node:module";
import type { Contender, PlainBars } from "./contender.ts";

interface Tulind {
  readonly indicators: Readonly<
    Record<
      string,
      { indicator(inputs: readonly number[][], options: readonly number[], done: () => void): void }
    >
  >;
}

/** npm tulind, a native add-on: in Node only, where tests/oracles is installed (`npm ci` there, with a compiler). */
export function tulind({ high, low, close, volume }: PlainBars): Contender {
  let library: Tulind;
  try {
    library = createRequire(new URL("../../oracles/package.json", import.meta.url))("tulind") as Tulind;
  } catch {
    console.log("tulind left out: it needs Node, and `npm ci` in tests/oracles");
    return {};
  }
  const run =
    (name: string, inputs: readonly number[][], ...options: readonly number[]) =>
    () =>
      library.indicators[name]!.indicator(inputs, options, () => {});
  return {
    sma: run("sma", [close], 20),
    ema: run("ema", [close], 20),
    wma: run("wma", [close], 20),
    smma: run("wilders", [close], 20),
    dema: run("dema", [close], 20),
    tema: run("tema", [close], 20),
    trima: run("trima", [close], 20),
    kama: run("kama", [close], 10),
    hma: run("hma", [close], 20),
    vwma: run("vwma", [close, volume], 20),
    zlema: run("zlema", [close], 20),
    rsi: run("rsi", [close], 14),
    macd: run("macd", [close], 12, 26, 9),
    stochastic: run("stoch", [high, low, close], 14, 3, 3),
    cci: run("cci", [high, low, close], 20),
    williams_r: run("willr", [high, low, close], 14),
    rate_of_change: run("roc", [close], 10),
    momentum: run("mom", [close], 10),
    trix: run("trix", [close], 15),
    ultimate_oscillator: run("ultosc", [high, low, close], 7, 14, 28),
    awesome_oscillator: run("ao", [high, low]),
    cmo: run("cmo", [close], 14),
    fisher: run("fisher", [high, low], 10),
    adx: run("adx", [high, low, close], 14),
    aroon: run("aroon", [high, low], 25),
    psar: run("psar", [high, low], 0.02, 0.2),
    epma: run("linreg", [close], 14),
    atr: run("atr", [high, low, close], 14),
    natr: run("natr", [high, low, close], 14),
    true_range: run("tr", [high, low, close]),
    bollinger_bands: run("bbands", [close], 20, 2),
    standard_deviation: run("stddev", [close], 20),
    obv: run("obv", [close, volume]),
    adl: run("ad", [high, low, close, volume]),
    chaikin_oscillator: run("adosc", [high, low, close, volume], 3, 10),
    mfi: run("mfi", [high, low, close, volume], 14),
  };
}
