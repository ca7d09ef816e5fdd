import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { registerModel } from "./market.ts";
import { at, due, FIRST, HOUR, log, outcome, RULE, settle, storeBars, withBars } from "./settled-bars.ts";

const database = new MigratedDatabase();

describe("list_due_outcomes", () => {
  test("names each bar once, however many predictions it has, with its model's rule", async () => {
    await withBars(database, 30, async (tx) => {
      await log(tx, [{ bar_ts: at(3) }, { bar_ts: at(3) }, { bar_ts: at(1) }]);
      expect(await due(tx)).toEqual([
        { symbol: "EURUSD", timeframe: "1h", horizon_bars: 12, label_spec: RULE, bar_ts: expect.anything() },
        { symbol: "EURUSD", timeframe: "1h", horizon_bars: 12, label_spec: RULE, bar_ts: expect.anything() },
      ]);
      expect((await due(tx)).map(({ bar_ts }) => Date.parse(bar_ts))).toEqual([
        FIRST + HOUR,
        FIRST + 3 * HOUR,
      ]);
      expect(await due(tx, 1)).toHaveLength(1);
    });
  });

  test("waits until all bars of the horizon are stored", async () => {
    await withBars(database, 12, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      expect(await due(tx)).toEqual([]);
      await storeBars(tx, 12, 13);
      expect(await due(tx)).toHaveLength(1);
    });
  });

  test("of a fixed horizon waits for a bar from its end on, whatever was missed", async () => {
    const rule = { ...RULE, kind: "fixed_horizon" };
    await withBars(database, 1, async (tx) => {
      await registerModel(tx, { model_version: "fixed", label_spec: rule });
      await log(tx, [{ model_version: "fixed", bar_ts: at(0) }]);
      expect(await due(tx)).toEqual([]);
      await storeBars(tx, 100, 101);
      expect(await due(tx)).toMatchObject([{ label_spec: rule }]);
    });
  });
});

describe("settle_outcomes", () => {
  test("writes to every prediction of the bar what its direction earned, once", async () => {
    await withBars(database, 30, async (tx) => {
      const directions = ["BUY", "SELL", "HOLD"];
      await log(
        tx,
        directions.map((predicted_direction) => ({ bar_ts: at(0), predicted_direction })),
      );
      await log(tx, [{ bar_ts: at(1) }]);
      expect(await settle(tx, [outcome(0)])).toBe(3);
      expect(await settle(tx, [outcome(0, { outcome: "SELL" })])).toBe(0);
      const rows = await tx`
        select predicted_direction, actual_outcome, actual_return, actual_profit_loss::float8 as earned
        from public.ml_predictions where actual_outcome is not null order by actual_profit_loss`;
      expect([...rows]).toEqual([
        { predicted_direction: "SELL", actual_outcome: "BUY", actual_return: 0.01, earned: -0.01 },
        { predicted_direction: "HOLD", actual_outcome: "BUY", actual_return: 0.01, earned: 0 },
        { predicted_direction: "BUY", actual_outcome: "BUY", actual_return: 0.01, earned: 0.01 },
      ]);
      expect(await due(tx)).toHaveLength(1);
    });
  });

  test("leaves predictions under another rule alone", async () => {
    await withBars(database, 30, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      expect(await settle(tx, [outcome(0, { label_spec: { ...RULE, barrier_multiple: 2 } })])).toBe(0);
    });
  });

  test("of none there will ever be ends the waiting", async () => {
    await withBars(database, 30, async (tx) => {
      await log(tx, [{ bar_ts: at(0) }]);
      const never = { outcome: null, long_return: null, short_return: null, settled_at: null };
      expect(await settle(tx, [outcome(0, never)])).toBe(1);
      expect(await due(tx)).toEqual([]);
    });
  });
});
