import type { TransactionSql } from "postgres";

/** An actor, where it does not matter which. */
export const SYSTEM = { kind: "system", id: "test" };

/** An instrument as upsert_instrument takes it: EURUSD, open from Sunday to Friday 17:00 New York time. */
export function instrument(changes: Readonly<Record<string, unknown>> = {}) {
  const sessions = [0, 1, 2, 3, 4].map((day) => ({ day, open: 17 * 60, close: 41 * 60 }));
  return {
    symbol: "EURUSD",
    asset_class: "fx",
    tick_size: 0.00001,
    has_volume: false,
    calendar: { zone: "America/New_York", sessions },
    provider_codes: { oanda: "EUR_USD" },
    ...changes,
  };
}

export async function storeInstrument(tx: TransactionSql, changes: Readonly<Record<string, unknown>> = {}) {
  const [row] = await tx`select public.upsert_instrument(${tx.json(instrument(changes) as never)}) as stored`;
  return row!.stored as Record<string, unknown>;
}

/** A trained model as register_model takes it: a candidate for EURUSD 1h that has passed its gate. */
function trainedModel(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    model_version: "m1",
    family: "gradient-boosting",
    model_status: "candidate",
    universe: "EURUSD",
    timeframe: "1h",
    horizon_bars: 12,
    feature_set_version: "f1",
    training_window: { from: "2020-01-01T00:00:00Z", to: "2022-01-01T00:00:00Z" },
    holdout_window: { from: "2022-01-02T00:00:00Z", to: "2022-06-01T00:00:00Z" },
    file_path: "m1.onnx",
    onnx_sha256: "0".repeat(64),
    size_bytes: 1024,
    metrics: { log_loss: 1.05 },
    gate: { passed: true, reasons: [], evidence: {} },
    training_samples_count: 9000,
    validation_samples_count: 1000,
    accuracy: 0.42,
    profit_factor: 1200,
    sharpe_ratio: 12.5,
    training_duration_minutes: 0.5,
    ...changes,
  };
}

/** Registers a model after the instrument and feature set that it needs. */
export async function registerModel(tx: TransactionSql, changes: Readonly<Record<string, unknown>> = {}) {
  await storeInstrument(tx);
  await tx`select public.register_feature_set('f1', '{"features": []}')`;
  const [row] = await tx`select public.register_model(${tx.json(trainedModel(changes) as never)}) as model`;
  return row!.model as Record<string, unknown>;
}

export async function promoteModel(tx: TransactionSql, modelVersion: string, actor: object = SYSTEM) {
  const [row] = await tx`select public.promote_model(${modelVersion}, ${tx.json(actor as never)}) as model`;
  return row!.model as Record<string, unknown>;
}
