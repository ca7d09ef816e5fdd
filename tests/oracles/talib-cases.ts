/** One TA-Lib function that an indicator must equal. */
export interface TalibCase {
  readonly indicator: string;
  readonly params?: Readonly<Record<string, number>>;
  readonly function: string;
  readonly options?: Readonly<Record<string, number>>;
  /** Our output -> TA-Lib's. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Columns handed to TA-Lib's `inReal` inputs, where not the closes. */
  readonly real?:
    | readonly ["close"]
    | readonly ["volume"]
    | readonly ["close", "reference"]
    | readonly ["reference", "close"];
  /** Seeded in another way: compared from this bar on, where the seeds' weight is below the tolerance. */
  readonly from?: number;
  /** Where TA-Lib's own formula is less exact than 1e-9. */
  readonly tolerance?: number;
  readonly reason?: string;
}

const EMA_TYPE = 1;

/** One output `outReal` of one period. */
function ofPeriod(indicator: string, name: string, period: number, output = indicator): TalibCase {
  const params = { period };
  return {
    indicator,
    params,
    function: name,
    options: { optInTimePeriod: period },
    outputs: { [output]: "outReal" },
  };
}

/** One output `outReal` without parameters. */
function plain(indicator: string, name: string, output = indicator): TalibCase {
  return { indicator, function: name, outputs: { [output]: "outReal" } };
}

const MOVING_AVERAGES: readonly TalibCase[] = [
  ...[2, 5, 20, 50].map((period) => ofPeriod("sma", "SMA", period)),
  ...[2, 12, 21, 50].map((period) => ofPeriod("ema", "EMA", period)),
  ...[2, 14, 30].map((period) => ofPeriod("wma", "WMA", period)),
  ofPeriod("dema", "DEMA", 20),
  ofPeriod("tema", "TEMA", 20),
  ...[2, 3, 13, 20].map((period) => ofPeriod("trima", "TRIMA", period)),
  ofPeriod("kama", "KAMA", 10),
  { ...ofPeriod("t3", "T3", 5), options: { optInTimePeriod: 5, optInVFactor: 0.7 } },
  ofPeriod("epma", "LINEARREG", 14),
];

const MOMENTUM: readonly TalibCase[] = [
  ...[2, 14, 30].map((period) => ofPeriod("rsi", "RSI", period)),
  {
    indicator: "macd",
    function: "MACD",
    options: { optInFastPeriod: 12, optInSlowPeriod: 26, optInSignalPeriod: 9 },
    outputs: { macd: "outMACD", signal: "outMACDSignal", histogram: "outMACDHist" },
  },
  {
    ...plain("ppo", "PPO"),
    options: { optInFastPeriod: 12, optInSlowPeriod: 26, optInMAType: EMA_TYPE },
  },
  { ...plain("apo", "APO"), options: { optInFastPeriod: 12, optInSlowPeriod: 26, optInMAType: 0 } },
  {
    indicator: "stochastic",
    function: "STOCH",
    options: {
      optInFastK_Period: 14,
      optInSlowK_Period: 3,
      optInSlowK_MAType: 0,
      optInSlowD_Period: 3,
      optInSlowD_MAType: 0,
    },
    outputs: { k: "outSlowK", d: "outSlowD" },
  },
  {
    indicator: "stochastic",
    params: { period: 5, slowing: 1 },
    function: "STOCHF",
    options: { optInFastK_Period: 5, optInFastD_Period: 3, optInFastD_MAType: 0 },
    outputs: { k: "outFastK", d: "outFastD" },
  },
  {
    indicator: "stoch_rsi",
    params: { rsiPeriod: 14, period: 5, signal: 3 },
    function: "STOCHRSI",
    options: { optInTimePeriod: 14, optInFastK_Period: 5, optInFastD_Period: 3, optInFastD_MAType: 0 },
    outputs: { stoch_rsi: "outFastK", signal: "outFastD" },
  },
  ...[14, 20].map((period) => ofPeriod("cci", "CCI", period)),
  ofPeriod("williams_r", "WILLR", 14),
  ...[1, 10].map((period) => ofPeriod("rate_of_change", "ROC", period)),
  ofPeriod("momentum", "MOM", 10),
  {
    ...ofPeriod("trix", "TRIX", 15),
    from: 300,
    reason: "TA-Lib seeds each of the three averages with a mean of its own",
  },
  {
    ...plain("ultimate_oscillator", "ULTOSC"),
    options: { optInTimePeriod1: 7, optInTimePeriod2: 14, optInTimePeriod3: 28 },
  },
  { ...plain("balance_of_power", "BOP"), params: { smoothing: 1 } },
];

const TREND: readonly TalibCase[] = [
  ofPeriod("adx", "ADX", 14),
  ofPeriod("adx", "PLUS_DI", 14, "plus_di"),
  ofPeriod("adx", "MINUS_DI", 14, "minus_di"),
  ofPeriod("adx", "DX", 14, "dx"),
  ofPeriod("adx", "ADXR", 14, "adxr"),
  {
    indicator: "aroon",
    params: { period: 25 },
    function: "AROON",
    options: { optInTimePeriod: 25 },
    outputs: { up: "outAroonUp", down: "outAroonDown" },
  },
  ofPeriod("aroon", "AROONOSC", 25, "oscillator"),
  { ...plain("psar", "SAR"), options: { optInAcceleration: 0.02, optInMaximum: 0.2 } },
  ofPeriod("linear_regression", "LINEARREG_SLOPE", 14, "slope"),
  ofPeriod("linear_regression", "LINEARREG_INTERCEPT", 14, "start"),
  ofPeriod("linear_regression", "LINEARREG", 14, "end"),
  ofPeriod("linear_regression", "TSF", 14, "forecast"),
];

const VOLATILITY: readonly TalibCase[] = [
  ...[1, 14].map((period) => ofPeriod("atr", "ATR", period)),
  ofPeriod("natr", "NATR", 14),
  plain("true_range", "TRANGE"),
  ...[5, 20].map(
    (period): TalibCase => ({
      indicator: "bollinger_bands",
      params: { period },
      function: "BBANDS",
      options: { optInTimePeriod: period, optInNbDevUp: 2, optInNbDevDn: 2, optInMAType: 0 },
      outputs: { upper: "outRealUpperBand", middle: "outRealMiddleBand", lower: "outRealLowerBand" },
    }),
  ),
  {
    ...ofPeriod("standard_deviation", "STDDEV", 20, "deviation"),
    options: { optInTimePeriod: 20, optInNbDev: 1 },
  },
  {
    ...ofPeriod("standard_deviation", "VAR", 20, "variance"),
    options: { optInTimePeriod: 20, optInNbDev: 1 },
  },
];

const VOLUME: readonly TalibCase[] = [
  { ...plain("obv", "OBV"), real: ["close"] },
  plain("adl", "AD"),
  {
    ...plain("chaikin_oscillator", "ADOSC"),
    options: { optInFastPeriod: 3, optInSlowPeriod: 10 },
    from: 200,
    reason: "TA-Lib starts both averages at the first value",
  },
  ofPeriod("mfi", "MFI", 14),
  { ...ofPeriod("volume_ma", "SMA", 20), real: ["volume"] },
];

const STATISTICS: readonly TalibCase[] = [
  {
    ...ofPeriod("correlation", "CORREL", 20),
    real: ["close", "reference"],
    tolerance: 1e-7,
    reason: "TA-Lib sums raw squares, which cancel",
  },
  { ...ofPeriod("beta", "BETA", 50), real: ["reference", "close"] },
  ofPeriod("mean_deviation", "AVGDEV", 20, "absolute"),
];

const STRUCTURE: readonly TalibCase[] = [
  ofPeriod("midpoint", "MIDPOINT", 14, "of_closes"),
  ofPeriod("midpoint", "MIDPRICE", 14, "of_range"),
  plain("bar_price", "MEDPRICE", "median"),
  plain("bar_price", "TYPPRICE", "typical"),
  plain("bar_price", "WCLPRICE", "weighted"),
  plain("bar_price", "AVGPRICE", "average"),
];

/** Everything of TA-Lib that the catalogue has, candle patterns apart. */
export const TALIB_CASES: readonly TalibCase[] = [
  ...MOVING_AVERAGES,
  ...MOMENTUM,
  ...TREND,
  ...VOLATILITY,
  ...VOLUME,
  ...STATISTICS,
  ...STRUCTURE,
];

/** Bars of the golden values. */
export const TALIB_BARS = 400;

/** Names a case in the golden file: the function with its options and inputs. */
export function talibKey({ function: name, options, real }: TalibCase): string {
  return [name, ...Object.values(options ?? {}), ...(real ?? [])].join(" ");
}
