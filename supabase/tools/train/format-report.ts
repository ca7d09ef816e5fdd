import type { Figure, ForecastFigures } from "../../../shared/ml/evaluation/holdout-report.ts";
import type { TrainingResult } from "../../../shared/services/training/state.ts";

const VERDICTS = {
  active: "It passed the gate and serves now.",
  candidate: "It passed the gate; another model serves, so promoting it is up to you.",
  rejected: "It did not pass the gate and will not serve.",
};

/** The model beside the baselines on the untouched holdout, every figure with its 95 % interval. */
export function formatReport({ model_version, model_status, report }: TrainingResult): string {
  const { model, baselines, gain, gate, trading } = report;
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  const lines = [
    `Model ${model_version}: ${VERDICTS[model_status]}`,
    ...gate.reasons.map(({ detail }) => `  because ${detail}`),
    `Holdout: ${report.rows} rows, worth ${Math.round(report.effective_sample_size)} independent ones. 95 % intervals in brackets.`,
    "",
    row("", "log loss", "accuracy"),
    forecastRow("model", model),
    forecastRow("class prior", baselines.class_prior),
    forecastRow("persistence", baselines.persistence),
    "",
    `Log loss saved against the class prior: ${interval(gain.over_class_prior)} nats a row`,
    `                 against persistence:    ${interval(gain.over_persistence)}`,
    `Calibration error ${percent(report.calibration_error)}. One position at a time, ${percent(trading.cost_per_trade)} a trade: ` +
      `${trading.trades} trades, return ${percent(trading.total_return)}, deepest fall ${percent(trading.max_drawdown)}.`,
  ];
  return lines.join("\n");
}

function forecastRow(name: string, { log_loss, accuracy }: ForecastFigures): string {
  return row(name, interval(log_loss), interval(accuracy));
}

function row(name: string, logLoss: string, accuracy: string): string {
  return `  ${name.padEnd(12)} ${logLoss.padEnd(28)} ${accuracy}`.trimEnd();
}

function interval({ value, lower, upper }: Figure): string {
  return `${value.toFixed(4)} [${lower.toFixed(4)}, ${upper.toFixed(4)}]`;
}
