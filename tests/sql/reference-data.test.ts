import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { MigratedDatabase } from "./database.ts";
import { instrument, storeInstrument } from "./market.ts";

const database = new MigratedDatabase();

describe("instruments", () => {
  test("are stored as given, and stored again as changed", async () => {
    await database.asService(async (tx) => {
      expect(await storeInstrument(tx)).toEqual(instrument());
      const changes = { tick_size: 0.0001, provider_codes: { oanda: "EUR_USD", polygon: "C:EURUSD" } };
      expect(await storeInstrument(tx, changes)).toEqual(instrument(changes));
      const [row] =
        await tx`select public.get_instrument('EURUSD') as stored, public.get_instrument('NOPE') as none`;
      expect(row).toEqual({ stored: instrument(changes), none: null });
    });
  });

  test("have a universe of their own", async () => {
    await database.asService(async (tx) => {
      await storeInstrument(tx);
      expect(await tx`select * from public.universe_symbols`).toEqual([
        { universe: "EURUSD", symbol: "EURUSD" },
      ]);
    });
  });

  test("of a market that never closes have no sessions", async () => {
    const always = { symbol: "BTCUSD", asset_class: "crypto", calendar: { zone: "Etc/UTC", sessions: [] } };
    await database.asService(async (tx) => {
      expect(await storeInstrument(tx, always)).toEqual(instrument(always));
    });
  });

  const withSession = (session: unknown) => ({ calendar: { zone: "Europe/London", sessions: [session] } });
  test.each<[string, Record<string, unknown>, string]>([
    ["a symbol in small letters", { symbol: "eurusd" }, "23514"],
    ["no symbol", { symbol: undefined }, "23502"],
    ["an unknown asset class", { asset_class: "nft" }, "23514"],
    ["a tick of zero", { tick_size: 0 }, "23514"],
    ["no word on volume", { has_volume: undefined }, "23502"],
    ["no calendar", { calendar: undefined }, "23502"],
    ["a zone that does not exist", { calendar: { zone: "Europe/Atlantis", sessions: [] } }, "EW400"],
    ["a zone that is a rule, not a place", { calendar: { zone: "<+03>-3", sessions: [] } }, "23514"],
    ["a calendar without sessions", { calendar: { zone: "Europe/London" } }, "23514"],
    ["sessions that are no list", { calendar: { zone: "Europe/London", sessions: {} } }, "23514"],
    ["an eighth day", withSession({ day: 7, open: 0, close: 60 }), "23514"],
    ["half a day", withSession({ day: 2.5, open: 0, close: 60 }), "23514"],
    ["a day by name", withSession({ day: "1", open: 0, close: 60 }), "23514"],
    ["a session that closes before it opens", withSession({ day: 1, open: 600, close: 480 }), "23514"],
    ["a session without a close", withSession({ day: 1, open: 600 }), "23514"],
    ["a session longer than into the next day", withSession({ day: 1, open: 0, close: 2881 }), "23514"],
    ["a provider's code that is no text", { provider_codes: { oanda: 1 } }, "23514"],
    ["a list of a provider's codes", { provider_codes: { oanda: ["EUR_USD"] } }, "23514"],
  ])("with %s are refused", async (_, changes, code) => {
    await expect(database.asService((tx) => storeInstrument(tx, changes))).rejects.toMatchObject({ code });
  });
});

describe("universes", () => {
  const register = (tx: TransactionSql, name: string, symbols: string[]) =>
    tx`select public.register_universe(${name}, ${symbols})`;

  async function withSymbols<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
    return database.asService(async (tx) => {
      for (const symbol of ["EURUSD", "GBPUSD", "USDJPY"]) await storeInstrument(tx, { symbol });
      return body(tx);
    });
  }

  test("may be named again with the same symbols, in any order", async () => {
    await withSymbols(async (tx) => {
      await register(tx, "majors", ["EURUSD", "GBPUSD"]);
      await register(tx, "majors", ["GBPUSD", "EURUSD", "EURUSD"]);
      const symbols =
        await tx`select symbol from public.universe_symbols where universe = 'majors' order by symbol`;
      expect(symbols.map(({ symbol }) => symbol)).toEqual(["EURUSD", "GBPUSD"]);
    });
  });

  test.each([
    ["more symbols", ["EURUSD", "GBPUSD", "USDJPY"], "EW409"],
    ["fewer symbols", ["EURUSD"], "EW409"],
    ["an unknown symbol", ["EURUSD", "NOPE"], "EW404"],
    ["no symbols", [], "EW400"],
  ])("with %s under a taken name are refused", async (_, symbols, code) => {
    const again = withSymbols(async (tx) => {
      await register(tx, "majors", ["EURUSD", "GBPUSD"]);
      await register(tx, "majors", symbols);
    });
    await expect(again).rejects.toMatchObject({ code });
  });
});

describe("feature sets", () => {
  const register = (tx: TransactionSql, definition: object) =>
    tx`select public.register_feature_set('abc123', ${tx.json(definition as never)})`;

  test("may be registered again with the same definition, however it is written", async () => {
    await database.asService(async (tx) => {
      await register(tx, { name: "rsi", period: 14 });
      await register(tx, { period: 14, name: "rsi" });
      expect(await tx`select version from public.feature_sets`).toEqual([{ version: "abc123" }]);
    });
  });

  test("never change their definition", async () => {
    const changed = database.asService(async (tx) => {
      await register(tx, { name: "rsi", period: 14 });
      await register(tx, { name: "rsi", period: 21 });
    });
    await expect(changed).rejects.toMatchObject({ code: "EW409" });
  });
});

describe("indicator weights", () => {
  test("come seeded for what the indicators function serves, the most important first", async () => {
    const weights =
      await database.sql`select indicator_name, current_weight, weight_category from public.get_latest_indicator_weights()`;
    expect(new Set(weights.map(({ indicator_name }) => indicator_name))).toEqual(
      new Set(
        "sma ema_12 ema_21 ema_50 rsi macd bollinger atr adx stochastic vwap obv volume_ma price_change volatility".split(
          " ",
        ),
      ),
    );
    expect(weights[0]).toMatchObject({ indicator_name: "adx", weight_category: "trend" });
  });

  test("count each change, and only changes", async () => {
    await database.asService(async (tx) => {
      const set = (weight: number) => tx`
        update public.ml_indicator_weights set current_weight = ${weight} where indicator_name = 'rsi'
        returning update_count, last_updated = now() as now`;
      const [seeded] =
        await tx`select current_weight from public.ml_indicator_weights where indicator_name = 'rsi'`;
      expect(await set(seeded!.current_weight)).toMatchObject([{ update_count: 0 }]);
      expect(await set(1.5)).toEqual([{ update_count: 1, now: true }]);
      expect(await set(0.4)).toEqual([{ update_count: 2, now: true }]);
    });
  });

  test.each([0.05, 2.5, Number.NaN])("of %s lie outside their bounds", async (weight) => {
    const update = database.asService(
      (tx) => tx`update public.ml_indicator_weights set current_weight = ${weight}`,
    );
    await expect(update).rejects.toMatchObject({ code: "23514" });
  });
});
