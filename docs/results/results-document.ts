import type { Figure, HoldoutReport } from "../../shared/ml/evaluation/holdout-report.ts";
import type { RealSeries } from "./train-real-series.ts";

export interface RealResult {
  readonly series: RealSeries;
  readonly family: string;
  readonly report: HoldoutReport;
}

/** Accuracies that the documents that asked for this platform name. */
const CLAIMS = [
  ["S1", "75–85 %"],
  ["S2", "60–76 %"],
  ["S4", "over 65 %"],
] as const;

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");

const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;
const shareOf = ({ value, lower, upper }: Figure) =>
  `${percent(value)} [${(100 * lower).toFixed(1)}, ${(100 * upper).toFixed(1)}]`;
const nats = ({ value, lower, upper }: Figure) =>
  `${value.toFixed(4)} [${lower.toFixed(4)}, ${upper.toFixed(4)}]`;
const area = (value: number | null | undefined) => value?.toFixed(3) ?? "–";
const titleOf = ({ symbol, timeframe, horizonBars }: RealSeries) =>
  `${symbol} ${timeframe}, ${horizonBars} bars`;

/** The part of docs/results.md that speaks of real bars. */
export function realResultsSection(results: readonly RealResult[]): string {
  return `${forecastTable(results)}

\`n\`: independent outcomes among the holdout's rows. AUC: of SELL and of BUY against the rest, the measure of direction; 0.5 is chance.

After costs (0.02 % a trade, one position at a time, in the likeliest direction):

${tradingTable(results)}

PSR: chance that the true Sharpe ratio is above 0. DSR: that it is above what the best of all tries on these bars would show by
chance, here one. Verdict: the codes of [the gate](training.md#the-gate) that speak against the model.

And the claims beside them. No figure here comes from choosing a series, a stretch of time or a share of the signals:

${claimsTable(results)}`;
}

function forecastTable(results: readonly RealResult[]): string {
  return table(
    ["series", "family", "rows (n)", "accuracy", "prior", "gain in nats", "AUC S, B", "calibration error"],
    results.map(({ series, family, report }) => [
      titleOf(series),
      family,
      `${report.rows} (${Math.round(report.effective_sample_size)})`,
      shareOf(report.accuracy_effective),
      percent(report.baselines.class_prior.accuracy.value),
      nats(report.gain.over_class_prior),
      `${area(report.auc[0])}, ${area(report.auc[2])}`,
      percent(report.calibration_error),
    ]),
  );
}

function tradingTable(results: readonly RealResult[]): string {
  return table(
    ["series", "family", "trades", "win rate", "return", "deepest fall", "Sharpe", "PSR", "DSR", "verdict"],
    results.map(({ series, family, report: { trading, gate } }) => [
      titleOf(series),
      family,
      String(trading.trades),
      trading.win_rate === null ? "–" : percent(trading.win_rate),
      percent(trading.total_return),
      percent(trading.max_drawdown),
      trading.sharpe?.toFixed(2) ?? "–",
      trading.probabilistic_sharpe?.toFixed(3) ?? "–",
      trading.deflated_sharpe?.toFixed(3) ?? "–",
      gate.passed ? "passes" : gate.reasons.map(({ code }) => `\`${code}\``).join(", "),
    ]),
  );
}

function claimsTable(results: readonly RealResult[]): string {
  const best = results.toSorted((a, b) => b.report.model.accuracy.value - a.report.model.accuracy.value)[0]!;
  const { report, series, family } = best;
  const measured = `${shareOf(report.accuracy_effective)} (${titleOf(series)}, ${family})`;
  return table(
    ["document", "claims", "highest accuracy measured, all rows", "class prior there"],
    CLAIMS.map(([document, claim]) => [
      document,
      claim,
      measured,
      percent(report.baselines.class_prior.accuracy.value),
    ]),
  );
}
