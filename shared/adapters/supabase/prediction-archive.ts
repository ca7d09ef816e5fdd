import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { LoggedPrediction, PredictionArchive } from "../../ports/prediction-archive.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface PredictionRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly model_version: string;
  readonly symbol: string;
  readonly bar_ts: string;
  readonly prediction_timestamp: string;
  readonly input_features: Readonly<Record<string, number | null>>;
  readonly input_window: readonly (number | null)[] | null;
  readonly feature_names: readonly string[] | null;
  readonly probabilities: readonly number[];
  readonly runtime: RuntimeName | null;
}

/** Predictions in the table `ml_predictions`. */
export function createSupabasePredictionArchive(client: ProjectClient): PredictionArchive {
  return {
    async find(id) {
      const row = await callFunction<PredictionRow | null>(client, "find_prediction", { p_id: id });
      return row === null ? undefined : toLogged(row);
    },
  };
}

function toLogged(row: PredictionRow): LoggedPrediction {
  const names = row.feature_names ?? Object.keys(row.input_features);
  const newest = names.map((name) => row.input_features[name] ?? null);
  return {
    id: row.id,
    userId: row.user_id ?? undefined,
    modelVersion: row.model_version,
    symbol: row.symbol,
    barTime: row.bar_ts,
    predictedAt: row.prediction_timestamp,
    inputs: Float32Array.from([...(row.input_window ?? []), ...newest], (value) => value ?? Number.NaN),
    probabilities: row.probabilities,
    runtime: row.runtime ?? undefined,
  };
}
