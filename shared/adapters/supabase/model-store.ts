import type { Timeframe } from "../../market/timeframe.ts";
import type { ModelStore, ServingSpan } from "../../ports/model-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, databaseFailure, type ProjectClient } from "./client.ts";
import { type ModelRow, toModel } from "./model-row.ts";

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
