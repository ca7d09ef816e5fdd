import type { TransactionSql } from "postgres";
import type { MigratedDatabase } from "./database.ts";
import { registerModel } from "./market.ts";
import { prediction } from "./prediction.ts";

export const HOUR = 3_600_000;
export const FIRST = Date.UTC(2024, 0, 2);
export const RULE = { kind: "triple_barrier", barrier_multiple: 1, volatility_window: 100 };
export const at = (hours: number) => new Date(FIRST + hours * HOUR).toISOString();

/** Runs a body as the service with a model, and bars of so many hours; nothing stays. */
export function withBars<T>(
  database: MigratedDatabase,
  hours: number,
  body: (tx: TransactionSql) => Promise<T>,
): Promise<T> {
  return database.asService(async (tx) => {
    await registerModel(tx, { label_spec: RULE });
    await storeBars(tx, 0, hours);
    return body(tx);
  });
}

export async function storeBars(tx: TransactionSql, from: number, to: number) {
  const ts = Array.from({ length: to - from }, (_, i) => FIRST + (from + i) * HOUR);
  const flat = ts.map(() => 1);
  const bars = { ts, open: flat, high: flat, low: flat, close: flat, volume: flat };
  await tx`select public.write_bars('EURUSD', '1h', ${tx.json(bars)})`;
}

export async function log(tx: TransactionSql, changes: readonly Record<string, unknown>[]) {
  const rows = changes.map((change) => prediction(change));
  await tx`select public.log_predictions(${tx.json(rows as never)})`;
}

export async function due(tx: TransactionSql, limit = 100) {
  const [row] = await tx`select public.list_due_outcomes(${limit}) as due`;
  return row!.due as { bar_ts: string; label_spec: unknown; horizon_bars: number }[];
}

export async function settle(tx: TransactionSql, outcomes: readonly object[]) {
  const [row] = await tx`select public.settle_outcomes(${tx.json(outcomes as never)}) as count`;
  return row!.count as number;
}

/** The outcome of the bar of an hour. */
export function outcome(hours: number, changes: object = {}) {
  return {
    symbol: "EURUSD",
    timeframe: "1h",
    horizon_bars: 12,
    label_spec: RULE,
    bar_ts: at(hours),
    outcome: "BUY",
    long_return: 0.01,
    short_return: -0.01,
    settled_at: at(hours + 5),
    ...changes,
  };
}
