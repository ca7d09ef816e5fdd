import type { Timeframe } from "../../market/timeframe.ts";
import type { Applicability } from "../../ml/applicability/applicability.ts";
import type { ConformalThreshold } from "../../ml/conformal/prediction-set.ts";
import type { TrainedModel } from "../../ports/model-registry.ts";
import type {
  Model,
  ModelState,
  RecordedWeights,
  StoredVerdict,
  TimeWindow,
} from "../../ports/model-store.ts";
import { type LabelRuleRow, toLabelSpec } from "./label-rule-row.ts";

const MINUTE_MS = 60_000;

type Weights = Readonly<Record<string, number>>;

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** Columns of ml_models that serving reads, with what SQL adds to them (model_json). */
export interface ModelRow {
  readonly model_version: string;
  readonly family: string;
  readonly model_status: ModelState;
  readonly universe: string;
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly horizon_bars: number;
  readonly feature_set_version: string;
  readonly label_spec: LabelRuleRow;
  readonly file_path: string | null;
  readonly onnx_sha256: string | null;
  readonly size_bytes: number | null;
  readonly training_window: Nullable<TimeWindow>;
  readonly holdout_window: Nullable<TimeWindow>;
  readonly gate: StoredVerdict | null;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly calibration:
    | (Readonly<Record<string, unknown>> & { readonly conformal?: readonly ConformalThreshold[] })
    | null;
  readonly baselines:
    | (Readonly<Record<string, unknown>> & {
        readonly class_prior?: readonly number[];
        readonly applicability?: Applicability;
      })
    | null;
  readonly canary_percent: number | null;
  readonly indicator_weights: {
    readonly previous_weights: Weights | null;
    readonly new_weights: Weights | null;
    readonly weight_changes: Weights | null;
  } | null;
  /** Where an active model was looked for: its scope's canary. */
  readonly canary?: ModelRow | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export function toModel(row: ModelRow): Model {
  const prior = row.baselines?.class_prior;
  return {
    version: row.model_version,
    family: row.family,
    state: row.model_status,
    universe: row.universe,
    symbols: row.symbols,
    timeframe: row.timeframe,
    horizonBars: row.horizon_bars,
    featureSetVersion: row.feature_set_version,
    labelSpec: toLabelSpec(row.label_spec, row.horizon_bars),
    classPrior: prior && { sell: prior[0]!, hold: prior[1]!, buy: prior[2]! },
    conformal: row.calibration?.conformal ?? [],
    applicability: row.baselines?.applicability,
    file:
      row.file_path !== null && row.onnx_sha256 !== null && row.size_bytes !== null
        ? { path: row.file_path, sha256: row.onnx_sha256, sizeBytes: row.size_bytes }
        : undefined,
    trainingWindow: toWindow(row.training_window),
    holdoutWindow: toWindow(row.holdout_window),
    gate: row.gate ?? undefined,
    metrics: row.metrics,
    calibration: row.calibration ?? undefined,
    baselines: row.baselines ?? undefined,
    canaryPercent: row.canary_percent ?? undefined,
    indicatorWeights: toRecordedWeights(row.indicator_weights),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toRecordedWeights(row: ModelRow["indicator_weights"]): RecordedWeights | undefined {
  if (!row?.new_weights) return undefined;
  return {
    current: row.new_weights,
    previous: row.previous_weights ?? undefined,
    changes: row.weight_changes ?? undefined,
  };
}

function toWindow({ from, to }: Nullable<TimeWindow>): TimeWindow | undefined {
  return from !== null && to !== null ? { from, to } : undefined;
}

/** A trained model as register_model takes it: columns of ml_models and of ml_model_performance, and what trials record. */
export function toModelRow(model: TrainedModel) {
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
