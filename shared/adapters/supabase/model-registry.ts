import type { ModelRegistry, TrainedModel } from "../../ports/model-registry.ts";
import { callFunction, type ProjectClient } from "./client.ts";

const MINUTE_MS = 60_000;

/** Entries of the table `ml_models`. */
export function createSupabaseModelRegistry(client: ProjectClient): ModelRegistry {
  return {
    async register(model) {
      await callFunction(client, "register_feature_set", {
        p_version: model.featureSet.version,
        p_definition: model.featureSet.definition,
      });
      await callFunction(client, "register_model", { p_model: toRow(model) });
      // Apart from the row, and after it: a training that dies in between comes back and stores it then.
      await callFunction(client, "store_model_card", { p_model_version: model.version, p_card: model.card });
    },
  };
}

function toRow(model: TrainedModel) {
  const { figures } = model;
  return {
    model_version: model.version,
    model_status: model.status,
    family: model.family,
    params: model.params,
    seed: model.seed,
    batch_id: model.jobId,
    universe: model.universe,
    symbols: model.symbols,
    timeframe: model.timeframe,
    horizon_bars: model.horizonBars,
    feature_set_version: model.featureSet.version,
    label_spec: {
      kind: model.labelSpec.kind,
      barrier_multiple: model.labelSpec.barrierMultiple,
      volatility_window: model.labelSpec.volatilityWindow,
    },
    training_window: model.trainingWindow,
    holdout_window: model.holdoutWindow,
    training_samples_count: model.trainingRows,
    validation_samples_count: model.validationRows,
    training_duration_minutes: model.trainingMs / MINUTE_MS,
    file_path: model.file.path,
    onnx_sha256: model.file.sha256,
    size_bytes: model.file.sizeBytes,
    metrics: model.metrics,
    gate: model.gate,
    calibration: model.calibration,
    baselines: {
      class_prior: model.baselines.classPrior,
      features: model.baselines.features,
      applicability: model.baselines.applicability,
    },
    accuracy: figures.accuracy,
    precision_buy: figures.precisionBuy,
    precision_sell: figures.precisionSell,
    recall_buy: figures.recallBuy,
    recall_sell: figures.recallSell,
    f1_score: figures.f1,
    overall_win_rate: figures.winRate,
    avg_profit_per_trade: figures.averageReturn,
    profit_factor: figures.profitFactor,
    max_drawdown: figures.maxDrawdown,
    sharpe_ratio: figures.sharpe,
    sortino_ratio: figures.sortino,
    calmar_ratio: figures.calmar,
    feature_importance: Object.fromEntries(
      model.card.importance.map(({ feature, ...importance }, i) => [feature, { rank: i + 1, ...importance }]),
    ),
    best_epoch: model.epochs?.best ?? null,
    convergence_epoch: model.epochs?.last ?? null,
  };
}
