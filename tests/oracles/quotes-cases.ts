/** One file of ../shared/data/goldens/indicators that an indicator must equal. */
export interface QuotesCase {
  readonly file: string;
  readonly indicator: string;
  readonly params?: Readonly<Record<string, number>>;
  /** Our output -> the file's column. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Factor for the file's values, where it uses another unit. */
  readonly scale?: number;
  /** True where the file's closes are those of its second instrument, and the quotes the reference. */
  readonly swapped?: true;
  /** Where the file is another definition: why, and what this one is checked against instead. */
  readonly exception?: string;
  /** With an exception: the first bar from which both definitions agree to 1e-9, where they come to. */
  readonly agreesFrom?: number;
}

const LEVELS = { pivot: "pp", s1: "s1", s2: "s2", s3: "s3", r1: "r1", r2: "r2", r3: "r3" };

/** Every golden file with the parameters it was made with. */
export const QUOTES_CASES: readonly QuotesCase[] = [
  {
    file: "adl",
    indicator: "adl",
    outputs: {
      adl: "adl",
      money_flow_multiplier: "moneyFlowMultiplier",
      money_flow_volume: "moneyFlowVolume",
    },
  },
  {
    file: "adx",
    indicator: "adx",
    outputs: { adx: "adx", plus_di: "pdi", minus_di: "mdi", dx: "dx" },
    exception: "Wilder's sums start from period - 1 bars, as in TA-Lib (the file: from period)",
    agreesFrom: 300,
  },
  { file: "alligator", indicator: "alligator", outputs: { jaw: "jaw", teeth: "teeth", lips: "lips" } },
  { file: "alma", indicator: "alma", outputs: { alma: "alma" } },
  {
    file: "aroon",
    indicator: "aroon",
    outputs: { up: "aroonUp", down: "aroonDown", oscillator: "oscillator" },
    exception: "of equal extremes the latest counts, as in TA-Lib (the file: the earliest)",
    agreesFrom: 240,
  },
  { file: "atr", indicator: "atr", outputs: { atr: "atr" } },
  { file: "atr", indicator: "natr", outputs: { natr: "atrp" } },
  {
    file: "atr-stop",
    indicator: "atr_stop",
    outputs: { atr_stop: "atrStop", buy_stop: "buyStop", sell_stop: "sellStop" },
  },
  {
    file: "awesome",
    indicator: "awesome_oscillator",
    outputs: { awesome_oscillator: "oscillator", normalized: "normalized" },
  },
  {
    file: "bb",
    indicator: "bollinger_bands",
    outputs: {
      upper: "upperBand",
      middle: "sma",
      lower: "lowerBand",
      percent_b: "percentB",
      bandwidth: "width",
    },
  },
  { file: "bb", indicator: "z_score", outputs: { z_score: "zScore" } },
  { file: "beta", indicator: "beta", swapped: true, outputs: { beta: "beta" } },
  { file: "bop", indicator: "balance_of_power", outputs: { balance_of_power: "bop" } },
  { file: "cci", indicator: "cci", outputs: { cci: "cci" } },
  { file: "chaikin-osc", indicator: "chaikin_oscillator", outputs: { chaikin_oscillator: "oscillator" } },
  { file: "chexit", indicator: "chandelier_exit", outputs: { long: "chandelierExit" } },
  { file: "chop", indicator: "choppiness", outputs: { choppiness: "chop" } },
  { file: "cmf", indicator: "cmf", outputs: { cmf: "cmf" } },
  { file: "cmo", indicator: "cmo", outputs: { cmo: "cmo" } },
  { file: "corr", indicator: "correlation", outputs: { correlation: "correlation", r_squared: "rSquared" } },
  { file: "crsi", indicator: "connors_rsi", outputs: { connors_rsi: "connorsRsi" } },
  {
    file: "dema",
    indicator: "dema",
    params: { period: 14 },
    outputs: { dema: "dema" },
    exception:
      "the second average is seeded with its own mean, as in TA-Lib (the file: with the first's first value)",
    agreesFrom: 120,
  },
  { file: "doji", indicator: "candle_shape", outputs: { doji: "match" } },
  {
    file: "donchian",
    indicator: "donchian",
    outputs: { upper: "upperBand", middle: "centerline", lower: "lowerBand", width: "width" },
  },
  { file: "dpo", indicator: "dpo", params: { period: 14 }, outputs: { dpo: "dpo" } },
  { file: "dynamic", indicator: "mcginley", outputs: { mcginley: "dynamic" } },
  {
    file: "elder-ray",
    indicator: "elder_ray",
    outputs: { ema: "ema", bull_power: "bullPower", bear_power: "bearPower" },
  },
  { file: "ema", indicator: "ema", outputs: { ema: "ema" } },
  { file: "epma", indicator: "epma", params: { period: 10 }, outputs: { epma: "epma" } },
  { file: "fcb", indicator: "fractal_bands", outputs: { upper: "upperBand", lower: "lowerBand" } },
  { file: "fisher", indicator: "fisher", outputs: { fisher: "fisher", trigger: "trigger" } },
  { file: "force", indicator: "force_index", params: { period: 2 }, outputs: { force_index: "forceIndex" } },
  { file: "fractal", indicator: "fractals", outputs: { bearish: "fractalBear", bullish: "fractalBull" } },
  {
    file: "gator",
    indicator: "gator",
    outputs: {
      upper: "upper",
      lower: "lower",
      upper_expanding: "upperIsExpanding",
      lower_expanding: "lowerIsExpanding",
    },
  },
  {
    file: "heikinashi",
    indicator: "heikin_ashi",
    outputs: { open: "open", high: "high", low: "low", close: "close" },
  },
  { file: "hma", indicator: "hma", params: { period: 14 }, outputs: { hma: "hma" } },
  {
    file: "htl",
    indicator: "hilbert_trendline",
    outputs: { trendline: "trendline", smooth_price: "smoothPrice", cycle_period: "dcPeriods" },
  },
  { file: "hurst", indicator: "hurst", outputs: { hurst: "hurstExponent", corrected: "hurstExponentAL" } },
  {
    file: "ichimoku",
    indicator: "ichimoku",
    outputs: {
      tenkan_sen: "tenkanSen",
      kijun_sen: "kijunSen",
      senkou_span_a: "senkouSpanA",
      senkou_span_b: "senkouSpanB",
      chikou_span: "chikouSpan",
    },
  },
  { file: "kama", indicator: "kama", outputs: { kama: "kama", efficiency: "er" } },
  {
    file: "keltner",
    indicator: "keltner",
    outputs: { upper: "upperBand", middle: "centerline", lower: "lowerBand", width: "width" },
  },
  { file: "kvo", indicator: "klinger", outputs: { klinger: "oscillator", signal: "signal" } },
  {
    file: "ma-env",
    indicator: "ma_envelope",
    outputs: { upper: "upperEnvelope", middle: "centerline", lower: "lowerEnvelope" },
  },
  {
    file: "macd",
    indicator: "macd",
    outputs: { macd: "macd", signal: "signal", histogram: "histogram" },
    exception: "both averages are seeded at the same bar, as in TA-Lib (the file: each at its own first)",
    agreesFrom: 180,
  },
  { file: "mama", indicator: "mama", outputs: { mama: "mama", fama: "fama" } },
  { file: "marubozu", indicator: "candle_shape", scale: 0.01, outputs: { marubozu: "match" } },
  { file: "mfi", indicator: "mfi", outputs: { mfi: "mfi" } },
  {
    file: "obv",
    indicator: "obv",
    outputs: { obv: "obv" },
    exception: "it starts at the first volume, as in TA-Lib (the file: at 0), a constant apart",
  },
  { file: "pivot-points", indicator: "pivot_points", params: { span: 2 }, outputs: LEVELS },
  {
    file: "pivots",
    indicator: "pivots",
    outputs: { high_point: "highPoint", low_point: "lowPoint", high_line: "highLine", low_line: "lowLine" },
  },
  { file: "pmo", indicator: "pmo", outputs: { pmo: "pmo", signal: "signal" } },
  {
    file: "prs",
    indicator: "relative_strength",
    params: { period: 20 },
    swapped: true,
    outputs: { relative_strength: "prs", outperformance: "prsPercent" },
  },
  {
    file: "psar",
    indicator: "psar",
    outputs: { psar: "sar", is_reversal: "isReversal" },
    exception:
      "the first trend is that of the larger directional movement, as in TA-Lib (the file: always up)",
    agreesFrom: 260,
  },
  { file: "pvo", indicator: "pvo", outputs: { pvo: "pvo", signal: "signal", histogram: "histogram" } },
  { file: "roc", indicator: "rate_of_change", params: { period: 14 }, outputs: { rate_of_change: "roc" } },
  { file: "roc", indicator: "momentum", params: { period: 14 }, outputs: { momentum: "momentum" } },
  {
    file: "roc-wb",
    indicator: "roc_bands",
    outputs: { roc: "roc", average: "rocEma", upper: "upperBand", lower: "lowerBand" },
  },
  { file: "rolling-pivots", indicator: "rolling_pivots", outputs: LEVELS },
  { file: "rsi", indicator: "rsi", outputs: { rsi: "rsi" } },
  {
    file: "slope",
    indicator: "linear_regression",
    outputs: { slope: "slope", deviation: "stdDev", r_squared: "rSquared", line: "line" },
  },
  { file: "sma", indicator: "sma", outputs: { sma: "sma" } },
  {
    file: "sma-analysis",
    indicator: "mean_deviation",
    outputs: { absolute: "mad", squared: "mse", relative: "mape" },
  },
  { file: "smi", indicator: "smi", outputs: { smi: "smi", signal: "signal" } },
  { file: "smma", indicator: "smma", outputs: { smma: "smma" } },
  {
    file: "starc",
    indicator: "starc",
    outputs: { upper: "upperBand", middle: "centerline", lower: "lowerBand" },
  },
  { file: "stc", indicator: "stc", outputs: { stc: "stc" } },
  {
    file: "stdev",
    indicator: "standard_deviation",
    params: { period: 14 },
    outputs: { deviation: "stdDev" },
  },
  { file: "stdev", indicator: "z_score", params: { period: 14 }, outputs: { z_score: "zScore" } },
  {
    file: "stdev-channels",
    indicator: "standard_deviation_channels",
    outputs: {
      centerline: "centerline",
      upper: "upperChannel",
      lower: "lowerChannel",
      break_point: "breakPoint",
    },
  },
  { file: "stoch", indicator: "stochastic", outputs: { k: "k", d: "d", j: "j" } },
  { file: "stoch-rsi", indicator: "stoch_rsi", outputs: { stoch_rsi: "stochRsi", signal: "signal" } },
  {
    file: "supertrend",
    indicator: "supertrend",
    outputs: { supertrend: "superTrend", upper_band: "upperBand", lower_band: "lowerBand" },
  },
  {
    file: "t3",
    indicator: "t3",
    outputs: { t3: "t3" },
    exception:
      "each of the six averages is seeded with its own mean, as in TA-Lib (the file: with the first close)",
    agreesFrom: 60,
  },
  {
    file: "tema",
    indicator: "tema",
    outputs: { tema: "tema" },
    exception:
      "each average is seeded with its own mean, as in TA-Lib (the file: with the first's first value)",
    agreesFrom: 220,
  },
  { file: "tr", indicator: "true_range", outputs: { true_range: "tr" } },
  { file: "trix", indicator: "trix", params: { period: 14 }, outputs: { trix: "trix" } },
  { file: "tsi", indicator: "tsi", outputs: { tsi: "tsi", signal: "signal" } },
  { file: "ulcer", indicator: "ulcer_index", outputs: { ulcer_index: "ui" } },
  { file: "uo", indicator: "ultimate_oscillator", outputs: { ultimate_oscillator: "ultimate" } },
  {
    file: "vol-stop",
    indicator: "volatility_stop",
    outputs: { volatility_stop: "sar", is_stop: "isStop", upper_band: "upperBand", lower_band: "lowerBand" },
  },
  { file: "vortex", indicator: "vortex", outputs: { plus_vi: "pvi", minus_vi: "nvi" } },
  { file: "vwap", indicator: "anchored_vwap", outputs: { anchored_vwap: "vwap" } },
  { file: "vwma", indicator: "vwma", params: { period: 14 }, outputs: { vwma: "vwma" } },
  { file: "willr", indicator: "williams_r", outputs: { williams_r: "williamsR" } },
  { file: "wma", indicator: "wma", params: { period: 14 }, outputs: { wma: "wma" } },
  {
    file: "zigzag",
    indicator: "zigzag",
    outputs: { zigzag: "zigZag", retrace_high: "retraceHigh", retrace_low: "retraceLow" },
  },
  {
    file: "zigzag-close",
    indicator: "zigzag",
    outputs: { zigzag: "zigZag", retrace_high: "retraceHigh", retrace_low: "retraceLow" },
  },
];

/** Files with a test of their own: bricks have their own length, and one file repeats a column of the quotes. */
export const QUOTES_FILES_TESTED_APART = ["barpart", "renko", "renko-atr"] as const;
