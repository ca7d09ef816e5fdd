import type { ModelCard } from "../../ml/card/model-card.ts";
import type { HoldoutReport } from "../../ml/evaluation/holdout-report.ts";
import { drawConfusion } from "./confusion-matrix.ts";
import { drawCoverage } from "./coverage-chart.ts";
import { drawEquity } from "./equity-chart.ts";
import { drawImportance } from "./importance-chart.ts";
import type { PictureOptions } from "./picture.ts";
import { drawRegimes } from "./regime-chart.ts";
import { drawReliability } from "./reliability-diagram.ts";

export const CARD_PICTURES = [
  "reliability",
  "equity",
  "confusion",
  "importance",
  "regimes",
  "coverage",
] as const;
export type CardPicture = (typeof CARD_PICTURES)[number];

/** One picture of a model's card as an SVG document. */
export function drawCardPicture(
  picture: CardPicture,
  card: ModelCard,
  report: HoldoutReport,
  options: PictureOptions,
): string {
  const { trading } = report;
  switch (picture) {
    case "reliability":
      return drawReliability({
        ...options,
        reliability: card.reliability,
        calibrationError: report.calibration_error,
        effectiveShare: report.effective_sample_size / report.rows,
      });
    case "equity":
      return drawEquity({
        ...options,
        curves: { model: card.equity.model, "always long": card.equity.always_long },
        costPerTrade: trading.cost_per_trade,
        maxDrawdown: trading.max_drawdown,
      });
    case "confusion":
      return drawConfusion({ ...options, classes: card.classes, confusion: card.confusion });
    case "importance":
      return drawImportance({ ...options, importance: card.importance, rows: card.importance_rows });
    case "regimes":
      return drawRegimes({ ...options, regimes: card.regimes });
    case "coverage":
      return drawCoverage({
        ...options,
        coverage: card.coverage,
        priorAccuracy: report.baselines.class_prior.accuracy.value,
      });
  }
}
