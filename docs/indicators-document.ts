import { CATALOGUE } from "../shared/indicators/catalogue.ts";
import { CATEGORIES, type Indicator } from "../shared/indicators/definition.ts";
import type { OutputSpec } from "../shared/indicators/outputs.ts";
import type { ParamSpec } from "../shared/indicators/params.ts";
import { SIGNAL_THRESHOLD, STRONG_SIGNAL_THRESHOLD } from "../shared/indicators/technical-summary.ts";
import { VOTES } from "../shared/indicators/votes.ts";
import { QUOTES_CASES, QUOTES_FILES_TESTED_APART, type QuotesCase } from "../tests/oracles/quotes-cases.ts";
import { TALIB_CASES } from "../tests/oracles/talib-cases.ts";

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");
}

const unique = (values: readonly string[]) => [...new Set(values)];

function describeParam([name, { default: value, min, max }]: readonly [string, ParamSpec]): string {
  return `\`${name}\` = ${value} (${min}..${max})`;
}

function describeOutput(indicator: Indicator, name: string, output: OutputSpec): string {
  const lag = output.confirmationLag?.(indicator.parse()) ?? 0;
  const notes = [
    output.range
      ? `${output.range[0]}..${output.range[1]}`
      : output.unit === "price2"
        ? "price²"
        : output.unit,
    ...(lag === Number.POSITIVE_INFINITY ? ["redrawn"] : lag > 0 ? [`lag ${lag}`] : []),
    ...(output.sparse && lag < Number.POSITIVE_INFINITY ? ["sparse"] : []),
  ];
  return `\`${name}\` (${notes.join(", ")})`;
}

/** The oracles that an indicator's values are compared with. */
function oraclesOf({ id, category, source }: Indicator): string {
  const files = QUOTES_CASES.filter(({ indicator, exception }) => indicator === id && !exception);
  const functions = TALIB_CASES.filter(({ indicator }) => indicator === id);
  const oracles = [
    ...unique(functions.map((talibCase) => `TA-Lib ${talibCase.function}`)),
    ...(category === "candle pattern" ? [`TA-Lib ${/CDL\w+/.exec(source)?.[0]}`, "three golden series"] : []),
    ...unique(files.map(({ file }) => `golden ${file}`)),
  ];
  return oracles.join(", ") || "its definition, computed naively";
}

function describeIndicator(indicator: Indicator): string[] {
  return [
    `\`${indicator.id}\``,
    `${indicator.title}. ${indicator.source}`,
    Object.entries(indicator.params).map(describeParam).join("<br>") || "none",
    Object.entries(indicator.outputs)
      .map(([name, output]) => describeOutput(indicator, name, output))
      .join("<br>"),
    `${indicator.warmUp()}, ${indicator.memory}`,
    oraclesOf(indicator),
  ];
}

function describeException({ file, indicator, exception, agreesFrom }: QuotesCase): string[] {
  return [
    file,
    `\`${indicator}\``,
    exception ?? "",
    agreesFrom ? `to 1e-9 from bar ${agreesFrom} on` : "always, up to it",
  ];
}

const HEADER = ["id", "what it is", "parameters", "outputs", "warm-up, memory", "checked against"];

function section(category: (typeof CATEGORIES)[number]): string {
  const members = CATALOGUE.filter((indicator) => indicator.category === category);
  const title = `${category[0]?.toUpperCase()}${category.slice(1)} (${members.length})`;
  return `## ${title}\n\n${table(HEADER, members.map(describeIndicator))}`;
}

/** docs/indicators.md, from the catalogue, the votes and the lists of golden values. */
export function indicatorsDocument(): string {
  const patterns = CATALOGUE.filter(({ category }) => category === "candle pattern").length;
  const exceptions = QUOTES_CASES.filter(({ exception }) => exception);
  const files = unique([...QUOTES_CASES.map(({ file }) => file), ...QUOTES_FILES_TESTED_APART]);
  return `# Indicators

<!-- Generated from the catalogue: npm run indicators -->

${CATALOGUE.length - patterns} indicators and ${patterns} candle patterns. Each takes columns of bars and gives columns as long, NaN before its first
value. \`compute\` gives the classical form, each value at the bar it speaks of; \`computeConfirmed\` what was known when
each bar closed, which alone features may read; \`openStream\` the latter bar by bar, the same to the last bit, with a
state that is JSON.

- **Outputs** name their unit: prices scale with the price, a ratio is the same at any price. *lag n*: final n bars after
  the bar it stands at. *redrawn*: later bars change it without bound, so it is never confirmed. *sparse*: most bars have none.
- **Warm-up** is the number of bars before all outputs have a value, at the default parameters. **Memory** is *finite*
  (that many bars and no further), *decaying* (weights fall off exponentially) or *cumulative* (from the first bar on).
- A missing value (NaN) in a bar makes the whole bar missing: it gives NaN and changes nothing after it.
- Where a formula is 0/0 the value is the neutral one of its scale: 50 of 0..100, 0 of -100..100. TA-Lib mostly gives 0.

## Over HTTP

    curl "$URL/functions/v1/indicators" -H "apikey: $SECRET_KEY" -H "content-type: application/json" \\
      -d '{"symbol": "SYN-COIN", "timeframe": "1h", "indicators": ["rsi", {"id": "sma", "params": {"period": 50}}], "bars": 5}'

answers for the newest closed bar: the standard set, the weights, the technical summary, and the requested indicators as
columns over the newest \`bars\`. Several symbols and timeframes at once go to \`/indicators/batch\` as \`{"items": [...]}\`, up
to 50 of the same requests; each gets its own \`answer\` or \`problem\`, and one that fails takes none of the others with it.
\`GET /indicators/catalogue\` is this page as JSON.

## Exactness

${files.length} golden files of 502 daily bars, ${files.length - exceptions.length} equal to 1e-9 from the first value on; TA-Lib's C library on ${TALIB_CASES.length} functions and settings;
its candle patterns on eight series, every signal equal. The exceptions follow TA-Lib from the first value on:

${table(["file", "indicator", "difference", "agrees"], exceptions.map(describeException))}

## Speed

\`npm run bench -- indicators\` times every indicator that another library has too, on 100,000 bars, side by side: the medians of five
alternating rounds, of each round the quickest call. As last measured, on two shared cores:

| engine | ours to the fastest other, median | technicalindicators to ours, median | least |
| --- | --- | --- | --- |
| Deno 2.9, the functions' own | 0.56 | 21 | 4.6 (\`psar\`) |
| Node 20 | 0.15 | 33 | 11 (\`keltner\`) |

- Compared are technicalindicators, trading-signals, indicatorts, talib-web (TA-Lib as WebAssembly) and, in Node, tulind: a native
  add-on of a kind that Deno does not load, built by \`npm ci\` in \`tests/oracles\` with a C++ compiler and left out where it is not.
  Of technicalindicators everything that both have takes part, but candle patterns, of which it judges the newest bars only, its
  volume profile and its Renko, which count something else.
- Each library has the bars in its own form (columns, plain arrays, candles), prepared beforehand and not counted, the same
  parameters and the same warm-up. Ours is the whole call: parameters, the search for missing bars, and all outputs (five for
  ADX and Bollinger's bands, where others give fewer).
- In Deno another is quicker by more than a third at \`anchored_vwap\` (2.9 times), \`rate_of_change\`, \`bollinger_bands\` (1.9), \`cci\`
  (1.7), \`trima\`, \`sma\`, \`psar\`, \`hilbert_trendline\` and \`vwma\` (1.4). Those do not look for missing bars, mostly give
  fewer outputs, or keep a plain running sum, which gathers rounding for as long as it runs. Where fourteen bare loops written as a
  floor are at hand, they count among the others.
- A column of 100,000 values costs more to get from the system than to fill when the C library gives its memory back after every
  collection. The benchmark makes it keep what it has, for all alike; a process that has just begun pays that price.

## Technical summary

Each indicator of \`ml_indicator_weights\` that has its values votes from -1 (down) to 1 (up):

${table(
  ["indicator", "vote, limited to -1..1"],
  Object.entries(VOTES).map(([name, { formula }]) => [`\`${name}\``, formula]),
)}

A category's score is the mean of its votes weighted by \`current_weight\`, the overall score that of all votes:
Σ weight · vote / Σ weight. From ±${SIGNAL_THRESHOLD} the signal is a buy or a sell, from ±${STRONG_SIGNAL_THRESHOLD} a strong one. Values: SMA 20, EMA 12, 21
and 50, ADX 14, RSI 14, MACD 12 26 9, stochastic 14 3 3, Bollinger 20 2, ATR 14, VWAP of the UTC day;
\`price_change\` is the last bar's in percent, \`volatility\` the standard deviation of 20 log returns, \`obv_change\` the change of
OBV over 20 bars, \`relative_volume\` the volume over its mean of 20 bars. What has no value, or would divide by zero, abstains.

For example \`rsi\` 65 with weight 1.1 and \`stochastic_k\` 80 with weight 0.9 vote 0.75 and 0.6; alone they score
(1.1 · 0.75 + 0.9 · 0.6) / 2 = 0.6825, a strong buy.

## Weights

\`POST /indicators/weights/optimise\` (secret keys and operators) fits the weights to evidence, each within its \`min_weight\` and
\`max_weight\`, and moves nothing unless \`dry_run\` is false. The evidence is either \`signals\`, the votes at every stored bar against its
triple-barrier outcome (SELL -1, HOLD 0, BUY 1), or \`trades\`, the votes at the entry of closed trades (\`ml_training_samples\`) against the
direction that would have been right.

An elastic net of the outcome on all votes at once, both with mean 0 and deviation 1, gives each an effect β: it minimises
½ mean(y - Σ β v)² + λ Σ |β| + 0.05 Σ β², with λ = z / √n_eff and z the normal quantile of 1 - 0.005 / number of indicators. So in 99 of 100
samples in which no vote knows anything no weight leaves its default, and votes that say the same share one effect. The new weight is the default and
the share β / 0.1 (at most all) of the room up to \`max_weight\`, or down to \`min_weight\` where the vote is wrong as a rule. n_eff
is the sum of the outcomes' average uniqueness: the mean, over the time that a label or a trade is open, of one over the number of those of
its symbol that are open with it. Ten trades of a symbol at the same time count as one, in whatever order they come. Symbols count as independent
of each other, so simultaneous trades of symbols that move together count for more than they should. Fewer than 100
independent outcomes are refused (422 \`not_enough_bars\`, \`not_enough_trades\`).

A move writes a row an indicator to \`ml_indicator_weight_history\`, an entry to the audit log and one to \`ml_generation_logs\`
(\`WEIGHT_UPDATE\`), in one transaction. \`weight_stability\` is 1 less the mean movement of the last ten as a share of the bounds,
\`avg_performance_with_weight\` the mean of their vote times outcome, \`importance_rank\` the order of the new weights.

${CATEGORIES.map(section).join("\n\n")}
`;
}
