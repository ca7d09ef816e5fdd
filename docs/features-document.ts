import { lookbackOf } from "../shared/features/compute-features.ts";
import { FEATURE_CATEGORIES, type FeatureCategory } from "../shared/features/feature.ts";
import { FEATURE_SET } from "../shared/features/feature-set.ts";

/** Features asked for by name: those that hold them now, and why they are not taken as they were written. */
interface AskedFor {
  readonly name: string;
  readonly now: readonly string[];
  readonly why: string;
}

const asked = (name: string, now: readonly string[], why = ""): AskedFor => ({ name, now, why });

export const ASKED_FOR: readonly AskedFor[] = [
  asked("returns_1m", ["return_1"], "counted in bars and measured in volatility"),
  asked("returns_5m", ["return_5"], "the same"),
  asked("returns_15m", ["return_15"], "the same"),
  asked("returns_1h", ["return_60"], "the same"),
  asked("high_low_spread", ["high_low_spread"]),
  asked("close_open_spread", ["close_open_spread"], "in ATR"),
  asked("momentum_5", ["momentum_5"], "in ATR: a difference of prices has the price's scale"),
  asked("momentum_15", ["momentum_15"], "the same"),
  asked("higher_highs", ["higher_highs_10"], "as a share"),
  asked("lower_lows", ["lower_lows_10"], "as a share"),
  asked("RSI", ["rsi_7", "rsi_14", "rsi_28"], "with plain sums: Wilder's average never forgets"),
  asked("MACD", ["macd_12_26", "macd_histogram"], "in ATR, averages cut off after four spans"),
  asked("Bollinger Bands", ["bollinger_percent_b_20", "bollinger_bandwidth_20"]),
  asked("Stochastic", ["stochastic_k_14", "stochastic_d_14"]),
  asked("ATR", ["atr_percent", "atr_ratio_5_50"], "as a share of the price"),
  asked("ADX", ["adx_14", "plus_di_14", "minus_di_14"], "with plain sums"),
  asked("CCI", ["cci_20"]),
  asked("Williams %R", ["stochastic_k_14"], "%R is 100 (%K - 1), the same number for a model"),
  asked("volume_ratio", ["volume_ratio", "volume_ratio_5_20", "volume_ratio_20_100"]),
  asked("volume_surge", ["volume_surge"], "as a share of the last 10 bars"),
  asked(
    "obv",
    ["obv_balance_10", "obv_balance_20", "obv_balance_50"],
    "its change over the volume: the sum itself has no scale and no end",
  ),
  asked("vwap_distance", ["vwap_distance_20", "vwma_spread_20"], "in ATR, over a window"),
  asked("mfi", ["mfi_14"], "50 without any flow, where it divided by zero"),
  asked("hour", ["hour_sin", "hour_cos"], "in the instrument's own zone"),
  asked("minute", ["hour_sin", "hour_cos"], "part of the time of day; constant on hourly bars"),
  asked("day_of_week", ["day_of_week", "week_sin", "week_cos"], "of the trading day"),
  asked(
    "is_market_open",
    ["session_progress", "is_session_start"],
    "a constant where bars come from sessions alone",
  ),
  asked(
    "time_to_close",
    ["session_progress", "session_edge"],
    "one less the progress: the same number for a model",
  ),
  asked("is_premarket", ["session_progress"], "the same"),
  asked("is_afterhours", ["session_progress", "time_since_bar"], "the same"),
  asked("volatility_10", ["volatility_10"]),
  asked("volatility_30", ["volatility_30"]),
  asked(
    "parkinson_volatility",
    ["parkinson_20", "parkinson_ratio"],
    "root of the mean, where it was a mean of roots",
  ),
  asked(
    "vol_percentile",
    ["volatility_percentile_100"],
    "over a trailing window, where the whole sample was ranked",
  ),
  asked("zscore_price", ["zscore_price_50", "zscore_price_100"]),
  asked("skewness_20", ["skewness_20"]),
  asked("kurtosis_20", ["kurtosis_20"]),
  asked("autocorr_5", ["autocorrelation_5_20", "autocorrelation_5_60"], "about zero"),
  asked("consecutive_up", ["consecutive_up"], "at most 10"),
  asked("consecutive_down", ["consecutive_down"], "at most 10"),
  asked("distance_to_resistance", ["distance_to_resistance_20"], "of the bars before this one, in ATR"),
  asked("distance_to_support", ["distance_to_support_20"], "the same"),
];

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

function categoryTable(category: FeatureCategory): string {
  const features = FEATURE_SET.features.filter((feature) => feature.category === category);
  const rows = features.map(({ name, lookback, doc }) => [
    `\`${name}\``,
    lookback,
    doc.replaceAll("|", "\\|"),
  ]);
  return `### ${category} (${features.length})\n\n${table(["feature", "bars", "what it is"], rows)}`;
}

/** docs/features.md, from the list of features itself. */
export function featuresDocument(): string {
  return `# Features

Generated from \`shared/features\` by \`npm run features\`; a test keeps it current.

Version \`${FEATURE_SET.version}\`: ${FEATURE_SET.features.length} features, ${lookbackOf(FEATURE_SET)} bars of history for the newest bar's values. The version is a hash
of names, order, memory and definitions, and a model refuses features of another version.

What holds for all of them, each by a test in \`shared/features\`:

- **No look-ahead.** Cut the bars anywhere, and no value before the cut changes by a bit. Percentiles rank trailing
  windows only; the higher timeframe counts from its own close on; swing levels leave the present bar out.
- **Finite memory.** A value depends on the number of bars in its row below and no others: what serving computes from
  ${lookbackOf(FEATURE_SET)} bars is what training saw in ten years. Where the textbook form remembers for ever (Wilder's and exponential
  averages) plain sums or a cut-off after four spans stand in its place, and forms that cannot be cut (parabolic SAR,
  Supertrend) are left to the indicators.
- **No scale.** Multiply all prices, or all volumes, by a constant: nothing changes. ATR(14) is the mean of 14 true ranges.
- **A number always.** In a market that does not move, a ratio takes its neutral value. Volume features are the constant 0
  for an instrument whose feed has no volume; on daily bars the time of day is a constant.
- **The instrument's own clock.** Time features follow its zone, its daylight saving and its sessions. Holidays are unknown.
- **Quick.** \`npm run bench -- features\`, in Deno on one shared core: all features of 100,000 bars in 1.1 s, median as last
  measured. Serving computes the windows of the rows that it needs alone, with the bits of the whole look-back, 1.2 to 1.6 times as fast.
- **Kept.** What serving computes for a new bar is stored once in \`ml_features\`; \`GET /indicators/features/values\` gives any stretch of
  history, for training a model elsewhere.
- **The same bits everywhere.** Only + - × / and square roots, and logarithms made of them; rounded to float32.

${FEATURE_CATEGORIES.map(categoryTable).join("\n\n")}

## What was asked for, and where it is

${table(
  ["asked for", "now", "why it differs"],
  ASKED_FOR.map(({ name, now, why }) => [`\`${name}\``, code(now), why]),
)}
`;
}
