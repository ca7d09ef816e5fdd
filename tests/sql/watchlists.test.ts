import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { ANON, become, type Caller, OPERATOR, OTHER_USER, OTHER_USER_ID, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { storeInstrument } from "./market.ts";

const database = new MigratedDatabase();

/** Runs a body as a caller, where the user has a list of two symbols; nothing stays. */
function withList<T>(caller: Caller, body: (tx: TransactionSql, id: string) => Promise<T>): Promise<T> {
  return database.asService(async (tx) => {
    await storeInstrument(tx);
    await storeInstrument(tx, { symbol: "GBPUSD" });
    await tx`reset role`;
    await tx`insert into auth.users (id) values (${USER_ID}), (${OTHER_USER_ID})`;
    await become(tx, USER);
    const [row] =
      await tx`select public.create_watchlist('{"name": "mine", "symbols": ["EURUSD", "GBPUSD"]}') as list`;
    await become(tx, caller);
    return body(tx, row!.list.id);
  });
}

describe.each([
  ["another user", OTHER_USER],
  ["an operator", OPERATOR],
] as const)("%s", (_, caller) => {
  test("sees and changes nothing of it", async () => {
    await withList(caller, async (tx, id) => {
      expect(await tx`select from public.user_watchlists`).toHaveLength(0);
      expect(await tx`select from public.watchlist_symbols`).toHaveLength(0);
      expect(await tx`update public.user_watchlists set name = 'x' returning 1`).toHaveLength(0);
      expect(await tx`update public.watchlist_symbols set note = 'x' returning 1`).toHaveLength(0);
      expect(await tx`delete from public.watchlist_symbols returning 1`).toHaveLength(0);
      expect(await tx`delete from public.user_watchlists returning 1`).toHaveLength(0);
      const [row] = await tx`select public.get_watchlist(${id}) as list`;
      expect(row!.list).toBeNull();
    });
  });

  test.each([
    `select public.update_watchlist($1, '{"name": "x"}')`,
    "select public.delete_watchlist($1)",
    `select public.add_watchlist_symbol($1, '{"symbol": "EURUSD"}')`,
    `select public.update_watchlist_symbol($1, 'EURUSD', '{}')`,
    "select public.remove_watchlist_symbol($1, 'EURUSD')",
    "select public.reorder_watchlist($1, '{GBPUSD,EURUSD}', 2)",
  ])("is told by %s that there is none", async (statement) => {
    const calling = withList(caller, (tx, id) => tx.unsafe(statement, [id]));
    await expect(calling).rejects.toMatchObject({ code: "EW404" });
  });

  test("puts nothing into it", async () => {
    const inserting = withList(
      caller,
      (tx, id) =>
        tx`insert into public.watchlist_symbols (watchlist_id, symbol, position) values (${id}, 'EURUSD', 9)`,
    );
    await expect(inserting).rejects.toMatchObject({ code: "42501" });
  });
});

describe("its owner", () => {
  test.each([
    ["gives it to nobody else", "update public.user_watchlists set user_id = gen_random_uuid()"],
    ["sets no version", "update public.user_watchlists set version = 9"],
    [
      "makes none for others",
      "insert into public.user_watchlists (user_id, name) values (gen_random_uuid(), 'x')",
    ],
    [
      "moves no symbol to another list",
      "update public.watchlist_symbols set watchlist_id = gen_random_uuid()",
    ],
    ["raises no limit", "update public.platform_limits set value = 1000000"],
  ])("%s", async (_, statement) => {
    await expect(withList(USER, (tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: "42501" });
  });

  test("leaves the default only to another list", async () => {
    const leaving = withList(USER, (tx) => tx`update public.user_watchlists set is_default = false`);
    await expect(leaving).rejects.toMatchObject({ code: "EW400" });
  });

  test("loses the lists with the account", async () => {
    await withList(USER, async (tx) => {
      await tx`select public.create_watchlist('{"name": "other", "is_default": true, "symbols": ["EURUSD"]}')`;
      await tx`reset role`;
      await tx`delete from auth.users`;
      expect(await tx`select from public.user_watchlists`).toHaveLength(0);
      expect(await tx`select from public.watchlist_symbols`).toHaveLength(0);
    });
  });
});

test("anonymous callers may call none of it", async () => {
  const listing = withList(ANON, (tx) => tx`select public.list_watchlists(10)`);
  await expect(listing).rejects.toMatchObject({ code: "42501" });
});
