import { expect, test } from "vitest";
import type { Watchlist, WatchlistStore } from "../../../shared/ports/watchlist-store.ts";

const NOBODY = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
const NOTES = { note: null, alert_above: null, alert_below: null };

export const symbolsOf = ({ symbols }: Watchlist) => symbols.map(({ symbol }) => symbol);

/** Duties of a store of watchlists. `open` is called once a test runs, and gives a user's store without lists. */
export function describeWatchlistStore(open: () => Promise<WatchlistStore>): void {
  const create = (store: WatchlistStore, name: string, symbols: readonly string[] = []) =>
    store.create({ name, symbols, isDefault: true });

  test("keeps symbols in order, with notes, and moves their version on", async () => {
    const store = await open();
    const list = await create(store, "list", ["SYN-2", "SYN-0"]);
    expect(list).toMatchObject({ name: "list", is_default: true });
    const entry = { symbol: "SYN-1", note: "n", alert_above: 2.5, alert_below: 1.25 };
    const added = await store.addSymbol(list.id, entry);
    expect(symbolsOf(added)).toEqual(["SYN-2", "SYN-0", "SYN-1"]);
    expect(added.symbols[2]).toMatchObject(entry);
    const noted = await store.updateSymbol(list.id, "SYN-1", { note: null, alert_above: 3 });
    expect(noted.symbols[2]).toMatchObject({ note: null, alert_above: 3, alert_below: 1.25 });
    const ordered = await store.reorder(list.id, ["SYN-1", "SYN-2", "SYN-0"], noted.version);
    expect(symbolsOf(ordered)).toEqual(["SYN-1", "SYN-2", "SYN-0"]);
    const removed = await store.removeSymbol(list.id, "SYN-2");
    expect(symbolsOf(removed)).toEqual(["SYN-1", "SYN-0"]);
    const versions = [list, added, noted, ordered, removed].map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, i) => versions[0]! + i));
    expect(await store.get(list.id, [])).toEqual(removed);
  });

  test("lists oldest first, page by page", async () => {
    const store = await open();
    for (const name of ["a", "b", "c"]) await create(store, name);
    const page = async (after: string | undefined) => store.list({ limit: 2, after, expand: [] });
    const first = await page(undefined);
    expect(first.map(({ name }) => name)).toEqual(["a", "b"]);
    expect((await page(first[1]!.id)).map(({ name }) => name)).toEqual(["c"]);
  });

  test("renames and removes a list", async () => {
    const store = await open();
    const list = await create(store, "list", ["SYN-0"]);
    const renamed = await store.update(list.id, { name: "other" });
    expect(renamed).toEqual({ ...list, name: "other", updated_at: renamed.updated_at });
    await store.remove(list.id);
    expect(await store.get(list.id, [])).toBeUndefined();
  });

  test("says what is not there", async () => {
    const store = await open();
    const list = await create(store, "list", ["SYN-0"]);
    for (const change of [
      () => store.updateSymbol(list.id, "SYN-5", { note: "x" }),
      () => store.removeSymbol(list.id, "SYN-5"),
      () => store.update(NOBODY, { name: "x" }),
      () => store.remove(NOBODY),
      () => store.addSymbol(NOBODY, { symbol: "SYN-0", ...NOTES }),
      () => store.reorder(NOBODY, [], 1),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await store.get(list.id, [])).toEqual(list);
    expect(await store.get(NOBODY, [])).toBeUndefined();
  });
}
