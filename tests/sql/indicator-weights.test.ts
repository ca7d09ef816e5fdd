import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { storeInstrument } from "./market.ts";
import { optimiseWeights } from "./weights.ts";

const database = new MigratedDatabase();

async function weightOf(tx: TransactionSql, name: string) {
  const [row] = await tx`select * from public.ml_indicator_weights where indicator_name = ${name}`;
  return row!;
}

describe("apply_indicator_weights", () => {
  test("moves weights within their bounds and leaves history, log and audit", async () => {
    await database.asService(async (tx) => {
      const id = await optimiseWeights(tx, [
        { indicator_name: "rsi", weight: 1.5, performance: 0.2 },
        { indicator_name: "adx", weight: 99 },
        { indicator_name: "sma", weight: -1 },
      ]);
      expect(await weightOf(tx, "rsi")).toMatchObject({
        current_weight: 1.5,
        importance_rank: 1,
        update_count: 1,
        avg_performance_with_weight: 0.2,
      });
      expect((await weightOf(tx, "rsi")).weight_stability).toBeCloseTo(1 - 0.4 / 1.9, 12);
      expect((await weightOf(tx, "adx")).current_weight).toBe(2);
      expect((await weightOf(tx, "sma")).current_weight).toBe(0.1);
      const history = await tx`
        select * from public.ml_indicator_weight_history where optimisation_id = ${id} order by importance_rank`;
      expect(history).toHaveLength(3);
      expect(history[0]).toMatchObject({
        indicator_name: "rsi",
        method: "signals",
        previous_weight: 1.1,
        new_weight: 1.5,
        samples_count: 1_000,
        effective_samples: 120.5,
      });
      const [log] = await tx`select * from public.ml_generation_logs where batch_id = ${id}`;
      expect(log).toMatchObject({
        generation_strategy: "WEIGHT_UPDATE",
        status: "COMPLETED",
        symbols_count: 1,
      });
      const [act] = await tx`select * from public.audit_log where subject_id = ${id}`;
      expect(act).toMatchObject({
        action: "indicator_weights.optimise",
        actor_kind: "secret",
        before: { rsi: 1.1, adx: 1.2, sma: 0.8 },
        after: { rsi: 1.5, adx: 2, sma: 0.1 },
      });
    });
  });

  test("the same optimisation again changes nothing", async () => {
    await database.asService(async (tx) => {
      const id = await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 1.5 }]);
      await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 0.3 }], id);
      expect(await weightOf(tx, "rsi")).toMatchObject({ current_weight: 1.5, update_count: 1 });
      expect(await tx`select from public.audit_log`).toHaveLength(1);
    });
  });

  test("stability is the mean movement of the last optimisations, 1 where nothing moves", async () => {
    await database.asService(async (tx) => {
      await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 1.1 }]);
      expect(await weightOf(tx, "rsi")).toMatchObject({ weight_stability: 1, update_count: 0 });
      await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 2 }]);
      expect((await weightOf(tx, "rsi")).weight_stability).toBeCloseTo(1 - 0.45 / 1.9, 12);
    });
  });

  test("the history cannot be rewritten", async () => {
    await database.asService(async (tx) => {
      await optimiseWeights(tx, [{ indicator_name: "rsi", weight: 1.5 }]);
      await expect(tx`update public.ml_indicator_weight_history set new_weight = 1`).rejects.toThrow();
    });
  });
});

describe("get_realised_trades", () => {
  const trade = (tx: TransactionSql, status: string, created: string, signal = "BUY") => tx`
    insert into public.ml_training_samples (symbol, signal_type, entry_price, exit_price, profit_loss, status, rsi_value, created_at)
    values ('EURUSD', ${signal}, 1.1, 1.2, 0.1, ${status}, 61, ${created})`;

  test("gives closed trades with their indicators, oldest first", async () => {
    await database.asService(async (tx) => {
      await storeInstrument(tx);
      await trade(tx, "TP_HIT", "2026-01-03");
      await trade(tx, "SL_HIT", "2026-01-02", "SELL");
      await trade(tx, "OPEN", "2026-01-02");
      await trade(tx, "TIMEOUT", "2025-01-02");
      await trade(tx, "TIMEOUT", "2026-01-02", "HOLD");
      const [row] = await tx`select public.get_realised_trades('2026-01-01') as trades`;
      expect(row!.trades).toMatchObject([
        { signal_type: "SELL", rsi_value: 61, profit_loss: 0.1 },
        { signal_type: "BUY", entry_price: 1.1 },
      ]);
      const [newest] = await tx`select public.get_realised_trades('2026-01-01', 1) as trades`;
      expect(newest!.trades).toMatchObject([{ signal_type: "BUY" }]);
    });
  });
});

test("a card is stored once, and only of a registered model", async () => {
  await database.asService(async (tx) => {
    await expect(
      tx.savepoint((inner) => inner`select public.store_model_card('none', '{}')`),
    ).rejects.toMatchObject({
      code: "23503",
    });
    const [row] = await tx`select public.get_model_card('none') as card`;
    expect(row!.card).toBeNull();
  });
});
