import { Random } from "../../shared/math/random.ts";
import { type CardFindings, cardFindings } from "../../shared/ml/card/card-findings.ts";
import type { ModelCard } from "../../shared/ml/card/model-card.ts";
import { type HoldoutReport, reportHoldout } from "../../shared/ml/evaluation/holdout-report.ts";

const HOUR_MS = 3_600_000;

/** A holdout on which the outcomes come as stated, and what was found on it. */
export function evaluatedHoldout(rows = 1_500): { readonly card: ModelCard; readonly report: HoldoutReport } {
  const random = Random.seeded(5);
  const labels = new Uint8Array(rows);
  const probabilities = new Float64Array(3 * rows);
  for (let row = 0; row < rows; row++) {
    const [sell, hold] = [0.1 + 0.5 * random.uniform(), 0.1 + 0.25 * random.uniform()];
    probabilities.set([sell, hold, 1 - sell - hold], 3 * row);
    const drawn = random.uniform();
    labels[row] = drawn < sell ? 0 : drawn < sell + hold ? 1 : 2;
  }
  const decidedAt = Float64Array.from({ length: rows }, (_, row) => Date.UTC(2024, 0, 1) + row * HOUR_MS);
  const longReturn = Float64Array.from(labels, (label) => 0.004 * (label - 1) + 0.001 * random.normal());
  const evaluated = {
    labels,
    probabilities,
    decidedAt,
    resolvedAt: decidedAt.map((time) => time + 12 * HOUR_MS),
    symbol: new Uint16Array(rows),
    uniqueness: new Float64Array(rows).fill(1 / 12),
    longReturn,
    shortReturn: longReturn.map((move) => -move),
    prior: Float64Array.of(0.35, 0.25, 0.4),
    symbols: 1,
    costPerTrade: 0.0002,
  };
  const findings: CardFindings = cardFindings({
    ...evaluated,
    regime: Uint8Array.from({ length: rows }, () => random.below(9)),
  });
  const figures = { log_loss: 1, calibration_error: 0.02 };
  return {
    report: reportHoldout({
      ...evaluated,
      persistence: new Float64Array(3 * rows).fill(1 / 3),
      horizonBars: 12,
      seed: 1,
      trials: 3,
    }),
    card: {
      ...findings,
      calibrations: { none: figures, temperature: figures, vector: figures, isotonic: figures },
      importance: ["return_12", '<rsi> & "co"'].map((feature, i) => ({
        feature,
        value: 0.02 - 0.019 * i,
        lower: 0.01 - 0.019 * i,
        upper: 0.03 - 0.019 * i,
      })),
      importance_rows: 512,
    },
  };
}
