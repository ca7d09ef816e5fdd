import type { TransactionSql } from "postgres";
import { storeKey } from "./api-key.ts";
import { become, OTHER_USER_ID, SERVICE, USER, USER_ID } from "./callers.ts";
import { promoteModel, registerModel } from "./market.ts";
import { prediction } from "./prediction.ts";
import { optimiseWeights } from "./weights.ts";

/** Something in every table, stored as the service stores it. */
export async function fill(tx: TransactionSql) {
  await tx`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
  await become(tx, SERVICE);
  await registerModel(tx);
  await registerModel(tx, { model_version: "m2" });
  await promoteModel(tx, "m1");
  const keyId = await storeKey(tx, OTHER_USER_ID);
  const owners = [{ user_id: USER_ID }, { api_key_id: keyId }, {}];
  await tx`select public.log_predictions(${tx.json(owners.map(prediction) as never)})`;
  const bar = { ts: [Date.UTC(2024, 0, 2)], open: [1], high: [1], low: [1], close: [1], volume: [0] };
  await tx`select public.write_bars('EURUSD', '1h', ${tx.json(bar)})`;
  await tx`insert into public.ml_features (symbol, timeframe, ts, feature_set_version, features)
    values ('EURUSD', '1h', '2024-01-02', 'f1', '{0.5, NaN}')`;
  await tx`insert into public.ml_training_samples (symbol, signal_type, entry_price) values ('EURUSD', 'BUY', 1.1)`;
  await tx`insert into public.ml_model_drift (model_version) values ('m1')`;
  await tx`insert into public.ml_model_metrics (model_version, minute, latency_counts)
    values ('m1', '2024-01-02', array_fill(0, array[13]))`;
  await tx`select public.set_canary('m2', 10, '{"kind": "secret"}')`;
  await tx`select public.store_model_card('m1', '{}'), public.store_model_card('m2', '{}')`;
  await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 1.5 }]);
  await tx`select internal.audit('{"kind": "secret"}', 'model.train', 'model', 'm1')`;
  await become(tx, USER);
  await tx`select public.create_watchlist('{"name": "mine", "symbols": ["EURUSD"]}')`;
}
