import type { Actor } from "../../shared/ports/actor.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import type { Model } from "../../shared/ports/model-store.ts";

/** An actor, where it does not matter which. */
export const TEST_ACTOR: Actor = { kind: "system", id: "test" };

import { evaluatedHoldout } from "./model-card.ts";

/** A registered model whose every field can be replaced. */
export function modelOf(fields: Partial<Model> & Pick<Model, "version">): Model {
  const universe = fields.universe ?? "EURUSD";
  return {
    family: "gradient-boosting",
    state: "candidate",
    universe,
    symbols: [universe],
    timeframe: "1h",
    horizonBars: 12,
    featureSetVersion: "features-1",
    labelSpec: {
      kind: "triple_barrier",
      horizonBars: fields.horizonBars ?? 12,
      barrierMultiple: 1,
      volatilityWindow: 100,
    },
    classPrior: { sell: 0.3, hold: 0.4, buy: 0.3 },
    conformal: [],
    applicability: undefined,
    file: { path: `${fields.version}.onnx`, sha256: "0".repeat(64), sizeBytes: 1_000 },
    trainingWindow: { from: "2024-01-01T00:00:00+00:00", to: "2025-01-01T00:00:00+00:00" },
    holdoutWindow: { from: "2025-01-02T00:00:00+00:00", to: "2025-06-01T00:00:00+00:00" },
    gate: { passed: true, reasons: [], evidence: { gain: 0.01, lower: 0.004, upper: 0.016 } },
    metrics: { log_loss: 1.05 },
    calibration: { method: "temperature", temperature: 1.1 },
    baselines: { class_prior: [0.3, 0.4, 0.3] },
    canaryPercent: undefined,
    indicatorWeights: undefined,
    createdAt: "2026-01-01T00:00:00.000001Z",
    updatedAt: "2026-01-01T00:00:00.000001Z",
    ...fields,
  };
}

/** A model as training registers it, for the universe of one symbol. */
export function trainedModelOf(
  symbol: string,
  fields: Partial<TrainedModel> & Pick<TrainedModel, "version">,
): TrainedModel {
  const model = modelOf({ version: fields.version, universe: symbol });
  const evaluated = evaluatedHoldout(300);
  return {
    universe: symbol,
    symbols: [symbol],
    timeframe: model.timeframe,
    horizonBars: model.horizonBars,
    status: "candidate",
    family: model.family,
    params: {},
    seed: 1,
    jobId: crypto.randomUUID(),
    featureSet: { version: model.featureSetVersion, definition: {} },
    labelSpec: model.labelSpec,
    trainingWindow: model.trainingWindow!,
    holdoutWindow: model.holdoutWindow!,
    trainingRows: 1_000,
    validationRows: 200,
    file: model.file!,
    metrics: { ...evaluated.report },
    gate: model.gate!,
    calibration: {},
    baselines: { classPrior: [0.3, 0.4, 0.3], features: {} },
    figures: {
      accuracy: 0.4,
      precisionBuy: null,
      precisionSell: null,
      recallBuy: null,
      recallSell: null,
      f1: null,
      winRate: null,
      averageReturn: null,
      profitFactor: null,
      maxDrawdown: 0,
      sharpe: null,
      sortino: null,
      calmar: null,
    },
    card: evaluated.card,
    epochs: { best: 20, last: 30 },
    trainingMs: 1_000,
    ...fields,
  };
}
