import type { BoundedWeight } from "../../indicators/weights/fit-weights.ts";
import type { RealisedTrade, WeightLedger } from "../../ports/weight-ledger.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, type ProjectClient } from "./client.ts";

const MINUTE_MS = 60_000;

/** A trade as SQL gives it. */
interface TradeRow extends Readonly<Record<string, number | string | null>> {
  readonly symbol: string;
  readonly signal_type: "SELL" | "BUY";
  readonly created_at: string;
}

/** Weights in `ml_indicator_weights` with their history, trades in `ml_training_samples`. */
export function createSupabaseWeightLedger(client: ProjectClient): WeightLedger {
  return {
    all: () => callFunction<BoundedWeight[]>(client, "get_indicator_weights"),
    async apply({ weights, ...optimisation }, actor) {
      const rows = weights.map(({ rank, samples, ...weight }) => ({
        ...weight,
        importance_rank: rank,
        samples_count: samples,
      }));
      await callFunction(client, "apply_indicator_weights", {
        p_optimisation: { ...optimisation, weights: rows },
        p_actor: toActorRow(actor),
      });
    },
    async closedTrades(since, limit) {
      const rows = await callFunction<TradeRow[]>(client, "get_realised_trades", {
        p_since: new Date(since).toISOString(),
        p_limit: limit,
      });
      return rows.map(toTrade);
    },
  };
}

function toTrade(row: TradeRow): RealisedTrade {
  const number = (name: string) => (row[name] === null || row[name] === undefined ? null : Number(row[name]));
  const between = (low: number | null, high: number | null, value: number | null) =>
    low === null || high === null || value === null ? null : (value - low) / (high - low);
  const [line, signal] = [number("macd_line"), number("macd_signal")];
  const openedAt = Date.parse(row.created_at);
  return {
    symbol: row.symbol,
    direction: row.signal_type,
    openedAt,
    closedAt: openedAt + MINUTE_MS * Math.max(1, number("trade_duration_minutes") ?? 1),
    profit: number("profit_loss") ?? 0,
    values: {
      close: number("entry_price"),
      adx: number("adx_value"),
      rsi: number("rsi_value"),
      ema_12: number("ema_12"),
      ema_21: number("ema_21"),
      ema_50: number("ema_50"),
      vwap: number("vwap"),
      atr: number("atr_value"),
      percent_b: between(number("bollinger_lower"), number("bollinger_upper"), number("entry_price")),
      stochastic_k: number("stoch_k"),
      macd_histogram: line === null || signal === null ? null : line - signal,
      price_change: number("price_change_pct"),
      volatility: number("volatility"),
    },
  };
}
