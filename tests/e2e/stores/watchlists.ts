import type { SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, test } from "vitest";
import { createSupabaseBarStore } from "../../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseWatchlistStore } from "../../../shared/adapters/supabase/watchlist-store.ts";
import type { WatchlistStore } from "../../../shared/ports/watchlist-store.ts";
import { symbolsOf } from "../../contract/stores/watchlist-store.ts";
import { declareInstrument } from "../../support/project-data.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";
import { clientOf, signedUp } from "../../support/stack.ts";
import type { RunningStack } from "../../support/stack-process.ts";

const SYMBOLS = Array.from({ length: 12 }, (_, i) => `SYN-${i}`);
const LIMITS = { maxWatchlists: 6, maxSymbols: 12 };
const NOTES = { note: null, alert_above: null, alert_below: null };
const NOBODY = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
const HOUR = 3_600_000;
const BARS = randomWalkBars({ rows: 60, seed: 2, start: Date.UTC(2025, 11, 30) });

const defaultsOf = async (store: WatchlistStore) =>
  (await store.list({ limit: 100, after: undefined, expand: [] }))
    .filter((list) => list.is_default)
    .map(({ name }) => name);

async function openList(client: SupabaseClient, symbols: readonly string[]) {
  const store = createSupabaseWatchlistStore(client);
  return { store, list: await store.create({ name: "list", isDefault: false, symbols }) };
}

/** Rules of watchlists, which are SQL, over the adapter of a signed-in user. */
export function describeWatchlistRules(stackOf: () => RunningStack): void {
  let users = 0;
  const newUser = () => signedUp(stackOf(), `watcher-${users++}`);
  const open = async () => createSupabaseWatchlistStore(await newUser());
  const create = (store: WatchlistStore, name: string, symbols: readonly string[] = [], isDefault = false) =>
    store.create({ name, symbols, isDefault });

  beforeAll(async () => {
    const service = clientOf(stackOf(), stackOf().keys.secret);
    for (const symbol of SYMBOLS) await declareInstrument(service, symbol);
    const series = { symbol: "SYN-0", timeframe: "1h" } as const;
    await createSupabaseBarStore(service).write({ ...series, bars: BARS, onConflict: "skip" });
    for (const [name, value] of [
      ["watchlists_per_user", LIMITS.maxWatchlists],
      ["symbols_per_watchlist", LIMITS.maxSymbols],
    ]) {
      const { error } = await service.from("platform_limits").update({ value }).eq("name", name);
      if (error) throw error;
    }
  });

  test("watchlists have one default: the first, the one that is chosen, and after it the oldest", async () => {
    const store = await open();
    await create(store, "a");
    const b = await create(store, "b");
    const c = await create(store, "c", [], true);
    expect(await defaultsOf(store)).toEqual(["c"]);
    await store.update(b.id, { isDefault: true });
    expect(await defaultsOf(store)).toEqual(["b"]);
    await store.remove(c.id);
    expect(await defaultsOf(store)).toEqual(["b"]);
    await store.remove(b.id);
    expect(await defaultsOf(store)).toEqual(["a"]);
  });

  test("watchlists refuse what is taken, unknown, stale, crossed or too much, and change nothing", async () => {
    const store = await open();
    const list = await create(store, "list", ["SYN-0", "SYN-1"]);
    const refused = async (work: Promise<unknown>, code: string) =>
      expect(await work.catch((error) => error)).toMatchObject({ code });
    await refused(create(store, "list"), "conflict");
    await refused(create(store, "other", ["NOPE"]), "unknown_symbol");
    await refused(store.addSymbol(list.id, { symbol: "SYN-0", ...NOTES }), "conflict");
    await refused(store.addSymbol(list.id, { symbol: "NOPE", ...NOTES }), "unknown_symbol");
    await refused(store.reorder(list.id, ["SYN-1", "SYN-0"], list.version + 1), "conflict");
    await refused(store.reorder(list.id, ["SYN-1"], list.version), "invalid_request");
    await refused(store.reorder(list.id, ["SYN-1", "SYN-1"], list.version), "invalid_request");
    await refused(
      store.updateSymbol(list.id, "SYN-0", { alert_above: 1, alert_below: 2 }),
      "invalid_request",
    );
    expect(await store.get(list.id, [])).toEqual(list);
  });

  test("watchlists end at their limits", async () => {
    const store = await open();
    const full = await create(store, "0", SYMBOLS);
    await store.removeSymbol(full.id, "SYN-3");
    await store.addSymbol(full.id, { symbol: "SYN-3", ...NOTES });
    for (let i = 1; i < LIMITS.maxWatchlists; i++) await create(store, String(i));
    await expect(create(store, "one more")).rejects.toMatchObject({ code: "watchlist_limit" });
  });

  describe("watchlists at once", () => {
    test("50 reorders leave a permutation, and of those that know the same version one wins", async () => {
      const { store, list } = await openList(await newUser(), SYMBOLS);
      const orders = Array.from({ length: 50 }, (_, i) => SYMBOLS.map((_, j) => SYMBOLS[(i + j) % 12]!));
      const outcomes = await Promise.allSettled(
        orders.map((order) => store.reorder(list.id, order, list.version)),
      );
      const won = outcomes.filter(({ status }) => status === "fulfilled");
      const lost = outcomes.flatMap((outcome) =>
        outcome.status === "rejected" ? [outcome.reason.code] : [],
      );
      expect(won).toHaveLength(1);
      expect(new Set(lost)).toEqual(new Set(["conflict"]));
      expect(symbolsOf((await store.get(list.id, []))!).toSorted()).toEqual(SYMBOLS.toSorted());
    });

    test("many new defaults leave one, and many new lists stay within the limit", async () => {
      const store = createSupabaseWatchlistStore(await newUser());
      const creations = Array.from({ length: 20 }, (_, i) =>
        store.create({ name: `list ${i}`, isDefault: true, symbols: [] }),
      );
      const outcomes = await Promise.allSettled(creations);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMITS.maxWatchlists);
      expect(await defaultsOf(store)).toHaveLength(1);
    });
  });

  test("quotes and the user's own latest predictions come in the same round trip", async () => {
    const client = await newUser();
    const { store, list } = await openList(client, ["SYN-0", "SYN-1"]);
    const expanded = await store.get(list.id, ["quotes", "predictions"]);
    const [last, before] = [BARS.close[59]!, BARS.close[59 - 24]!];
    expect(expanded!.symbols[0]).toMatchObject({
      quote: {
        price: last,
        timeframe: "1h",
        change: expect.closeTo(last - before, 9),
        change_percent: expect.closeTo(100 * (last / before - 1), 9),
      },
      prediction: null,
    });
    expect(Date.parse(expanded!.symbols[0]!.quote!.as_of)).toBe(BARS.ts[59]! + HOUR);
    expect(expanded!.symbols[1]).toMatchObject({ quote: null, prediction: null });
  });

  test("over HTTP with supabase-js a user has the own lists and nobody else's", async () => {
    const [ann, bob] = [await newUser(), await newUser()];
    const created = await ann.functions.invoke("watchlists", { body: { name: "mine", symbols: ["SYN-0"] } });
    expect(created.error).toBeNull();
    const path = `watchlists/${created.data.id}?expand=quotes`;
    const read = await ann.functions.invoke(path, { method: "GET" });
    expect(read.data.symbols[0].quote.price).toBe(BARS.close[59]);
    const other = await bob.functions.invoke(path, { method: "GET" });
    expect(other.error.context.status).toBe(404);
    const rows = async (client: SupabaseClient) => (await client.from("watchlist_symbols").select()).data;
    expect(await rows(ann)).toHaveLength(1);
    expect(await rows(bob)).toEqual([]);
    const forged = await bob
      .from("watchlist_symbols")
      .insert({ watchlist_id: created.data.id, symbol: "SYN-1", position: 9 });
    expect(forged.error?.code).toBe("42501");
    const own = ann.from("user_watchlists");
    const undefaulted = await own.update({ is_default: false }).eq("id", created.data.id);
    expect(undefaulted.error?.code).toBe("EW400");
    const stolen = await own.update({ user_id: NOBODY }).eq("id", created.data.id);
    expect(stolen.error?.code).toBe("42501");
  });
}
