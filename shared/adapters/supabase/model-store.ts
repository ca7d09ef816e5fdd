import type { Timeframe } from "../../market/timeframe.ts";
import type { Applicability } from "../../ml/applicability/applicability.ts";
import type { ConformalThreshold } from "../../ml/conformal/prediction-set.ts";
import type {
  Model,
  ModelState,
  ModelStore,
  RecordedWeights,
  ServingSpan,
  StoredVerdict,
  TimeWindow,
} from "../../ports/model-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, databaseFailure, type ProjectClient } from "./client.ts";
import { type LabelRuleRow, toLabelSpec } from "./label-rule-row.ts";

/** What SQL calls a model: the columns of ml_models that serving reads. */
interface ModelRow {
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

interface ServingRow {
  readonly universe: string;
  readonly timeframe: Timeframe;
  readonly horizon_bars: number;
  readonly model_version: string;
  readonly canary_model_version: string | null;
  readonly canary_percent: number | null;
  readonly act: string;
  readonly actor: string;
  readonly since: string;
  readonly until: string | null;
}

type Weights = Readonly<Record<string, number>>;

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** Models in the table `ml_models`; who serves what changes in one SQL transaction each. */
export function createSupabaseModelStore(client: ProjectClient): ModelStore {
  const call = <T>(name: string, args: Readonly<Record<string, unknown>>) =>
    callFunction<T>(client, name, args);
  const optional = (row: ModelRow | null) => (row === null ? undefined : toModel(row));
  return {
    get: async (version) => optional(await call("get_model", { p_model_version: version })),
    async findActive({ symbol, timeframe, horizonBars }) {
      const row = await call<ModelRow | null>("find_model", {
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_horizon_bars: horizonBars ?? null,
      });
      return row === null ? undefined : { ...toModel(row), canary: optional(row.canary ?? null) };
    },
    async countActive(signal) {
      const { count, error, status } = await client
        .from("ml_models")
        .select("model_version", { count: "exact" })
        .eq("is_active", true)
        .limit(1)
        // Whoever asks for readiness wants to know how it is now.
        .retry(false)
        .abortSignal(signal);
      if (error) throw databaseFailure("ml_models", error, status);
      return count ?? 0;
    },
    async list({ universe, timeframe, horizonBars, state, createdBefore, limit }) {
      const rows = await call<ModelRow[]>("list_models", {
        p_universe: universe ?? null,
        p_timeframe: timeframe ?? null,
        p_horizon_bars: horizonBars ?? null,
        p_status: state ?? null,
        p_limit: limit,
        p_before: createdBefore ?? null,
      });
      return rows.map(toModel);
    },
    promote: async (version, actor) =>
      toModel(await call("promote_model", { p_model_version: version, p_actor: toActorRow(actor) })),
    rollback: async ({ universe, timeframe, horizonBars }, actor) =>
      toModel(
        await call("rollback_model", {
          p_universe: universe,
          p_timeframe: timeframe,
          p_horizon_bars: horizonBars,
          p_actor: toActorRow(actor),
        }),
      ),
    setCanary: async (version, percent, actor) =>
      toModel(
        await call("set_canary", {
          p_model_version: version,
          p_percent: percent,
          p_actor: toActorRow(actor),
        }),
      ),
    stopCanary: async (version, actor) =>
      toModel(await call("stop_canary", { p_model_version: version, p_actor: toActorRow(actor) })),
    async findServing({ symbol, timeframe, horizonBars, at }) {
      const row = await call<ServingRow | null>("get_serving", {
        p_symbol: symbol,
        p_timeframe: timeframe,
        p_horizon_bars: horizonBars ?? null,
        p_at: new Date(at).toISOString(),
      });
      return row === null ? undefined : toServingSpan(row);
    },
  };
}

function toModel(row: ModelRow): Model {
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

function toServingSpan(row: ServingRow): ServingSpan {
  const { canary_model_version: version, canary_percent: percent } = row;
  return {
    universe: row.universe,
    timeframe: row.timeframe,
    horizonBars: row.horizon_bars,
    activeVersion: row.model_version,
    canary: version !== null && percent !== null ? { version, percent } : undefined,
    act: row.act,
    actor: row.actor,
    since: row.since,
    until: row.until ?? undefined,
  };
}

function toWindow({ from, to }: Nullable<TimeWindow>): TimeWindow | undefined {
  return from !== null && to !== null ? { from, to } : undefined;
}
