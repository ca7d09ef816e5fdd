import { beforeEach, describe, expect, it } from "vitest";
import { Failure, type FailureCode } from "../../shared/failure.ts";
import type { WatchlistStore } from "../../shared/ports/watchlist-store.ts";
import {
  signTestToken,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { createMemoryWatchlistStore } from "../../tests/support/memory/watchlist-store.ts";
import { createApp } from "./app.ts";

const NOBODY = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";

let app: ReturnType<typeof createApp>;
/** The function over a store a user, with these outcomes of its acts. */
function withActs(acts: Partial<WatchlistStore> = {}) {
  const stores = new Map<string, WatchlistStore>();
  app = createApp({
    ...testHttpDeps(),
    watchlistsOf(token) {
      const store = stores.get(token) ?? { ...createMemoryWatchlistStore(), ...acts };
      stores.set(token, store);
      return store;
    },
  });
}
beforeEach(() => withActs());

/** One token a user, so that the same user comes back. */
const tokens = new Map<string, Promise<string>>();
async function userHeaders(name = "ann"): Promise<Record<string, string>> {
  const token = tokens.get(name) ?? signTestToken({ name });
  tokens.set(name, token);
  return { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${await token}` };
}

async function call(method: string, path = "", body?: unknown, headers?: Record<string, string>) {
  const answer = await app.request(`/watchlists${path}`, {
    method,
    headers: { ...(headers ?? (await userHeaders())), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}
const create = async (body: object) => (await call("POST", "", body)).body;
const symbolsOf = (watchlist: { symbols: { symbol: string }[] }) =>
  watchlist.symbols.map(({ symbol }) => symbol);

describe("watchlists", () => {
  it("are created with their symbols in order, as the default when asked for", async () => {
    const wanted = { name: " majors ", symbols: ["GBPUSD", "EURUSD"], is_default: true };
    const { status, body } = await call("POST", "", wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "majors", is_default: true });
    expect(symbolsOf(body)).toEqual(["GBPUSD", "EURUSD"]);
    expect(await create({ name: "second" })).toMatchObject({ is_default: false, symbols: [] });
    expect(await call("GET", `/${body.id}`)).toEqual({ status: 200, body });
  });

  it("are listed page by page", async () => {
    for (const name of ["a", "b", "c"]) await create({ name });
    const names: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { body }: { body: { watchlists: { name: string }[]; next_cursor: string | null } } = await call(
        "GET",
        `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      names.push(...body.watchlists.map(({ name }) => name));
      cursor = body.next_cursor;
    }
    expect(names).toEqual(["a", "b", "c"]);
  });

  it("are renamed, made the default, and deleted", async () => {
    const first = await create({ name: "first" });
    const patched = await call("PATCH", `/${first.id}`, { name: "renamed", is_default: true });
    expect(patched.body).toMatchObject({ name: "renamed", is_default: true });
    expect((await call("DELETE", `/${first.id}`)).status).toBe(204);
    expect((await call("GET", `/${first.id}`)).status).toBe(404);
  });

  it("take symbols with notes and alerts, give them up, and change their order", async () => {
    const { id } = await create({ name: "list", symbols: ["EURUSD"] });
    const added = await call("POST", `/${id}/symbols`, {
      symbol: "BTC/USD",
      note: "two\nlines",
      alert_above: 2,
    });
    expect(added.status).toBe(201);
    expect(added.body.symbols[1]).toMatchObject({ note: "two\nlines", alert_above: 2, alert_below: null });
    const path = `/${id}/symbols/${encodeURIComponent("BTC/USD")}`;
    const changed = await call("PATCH", path, { alert_above: null, alert_below: 1 });
    expect(changed.body.symbols[1]).toMatchObject({ note: "two\nlines", alert_above: null, alert_below: 1 });
    const order = { symbols: ["BTC/USD", "EURUSD"], version: changed.body.version };
    const reordered = await call("PUT", `/${id}/order`, order);
    expect(symbolsOf(reordered.body)).toEqual(order.symbols);
    expect(symbolsOf((await call("DELETE", path)).body)).toEqual(["EURUSD"]);
  });

  it("of somebody else are as unknown as none", async () => {
    const { id } = await create({ name: "mine" });
    const bob = await userHeaders("bob");
    for (const [method, path, body] of [
      ["GET", ""],
      ["PATCH", "", { name: "x" }],
      ["DELETE", ""],
      ["POST", "/symbols", { symbol: "EURUSD" }],
      ["PUT", "/order", { symbols: [], version: 1 }],
    ] as const) {
      expect(await call(method, `/${id}${path}`, body, bob)).toMatchObject({
        status: 404,
        body: { code: "not_found" },
      });
    }
    expect((await call("GET", "", undefined, bob)).body.watchlists).toEqual([]);
  });
});

describe("refusals", () => {
  it.each<[string, string, string, unknown, number, string]>([
    ["no name", "POST", "", {}, 400, "invalid_request"],
    ["a name of blanks", "POST", "", { name: "  " }, 400, "invalid_request"],
    ["a name with a NUL", "POST", "", { name: "a\u0000" }, 400, "invalid_request"],
    ["a name of 81 letters", "POST", "", { name: "a".repeat(81) }, 400, "invalid_request"],
    ["a symbol twice", "POST", "", { name: "a", symbols: ["EURUSD", "EURUSD"] }, 400, "invalid_request"],
    ["no list", "GET", `/${NOBODY}`, undefined, 404, "not_found"],
    ["an id that is none", "GET", "/1", undefined, 400, "invalid_request"],
    ["an unknown expansion", "GET", "?expand=quotes,secrets", undefined, 400, "invalid_request"],
    ["a page of none", "GET", "?limit=0", undefined, 400, "invalid_request"],
    ["giving up the default", "PATCH", `/${NOBODY}`, { is_default: false }, 400, "invalid_request"],
    ["no symbol", "POST", `/${NOBODY}/symbols`, {}, 400, "invalid_request"],
    [
      "a price of 0",
      "POST",
      `/${NOBODY}/symbols`,
      { symbol: "EURUSD", alert_above: 0 },
      400,
      "invalid_request",
    ],
    [
      "alerts that cross",
      "POST",
      `/${NOBODY}/symbols`,
      { symbol: "EURUSD", alert_above: 1, alert_below: 2 },
      400,
      "invalid_request",
    ],
    ["an order without a version", "PUT", `/${NOBODY}/order`, { symbols: [] }, 400, "invalid_request"],
  ])("%s", async (_, method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject({ status, body: { code } });
  });

  const LIST = `/${NOBODY}`;
  it.each<[string, keyof WatchlistStore, string, string, object | undefined, FailureCode, number]>([
    ["of a taken name", "create", "POST", "", { name: "a" }, "conflict", 409],
    ["of an unknown symbol", "create", "POST", "", { name: "a", symbols: ["NOPE"] }, "unknown_symbol", 404],
    ["of a list too many", "create", "POST", "", { name: "a" }, "watchlist_limit", 409],
    ["of a taken new name", "update", "PATCH", LIST, { name: "a" }, "conflict", 409],
    ["of a list that is gone", "remove", "DELETE", LIST, undefined, "not_found", 404],
    [
      "of a symbol that is there",
      "addSymbol",
      "POST",
      `${LIST}/symbols`,
      { symbol: "EURUSD" },
      "conflict",
      409,
    ],
    [
      "of a symbol too many",
      "addSymbol",
      "POST",
      `${LIST}/symbols`,
      { symbol: "EURUSD" },
      "watchlist_limit",
      409,
    ],
    [
      "of alerts that cross with stored ones",
      "updateSymbol",
      "PATCH",
      `${LIST}/symbols/EURUSD`,
      { alert_below: 3 },
      "invalid_request",
      400,
    ],
    ["of another version", "reorder", "PUT", `${LIST}/order`, { symbols: [], version: 1 }, "conflict", 409],
    [
      "of an order that is none",
      "reorder",
      "PUT",
      `${LIST}/order`,
      { symbols: ["EURUSD"], version: 1 },
      "invalid_request",
      400,
    ],
  ])("of the store are told: %s", async (_, act, method, path, body, code, status) => {
    withActs({ [act]: () => Promise.reject(new Failure(code, "the store says why")) });
    expect(await call(method, path, body)).toMatchObject({
      status,
      body: { code, detail: "the store says why" },
    });
  });

  it("a symbol that the list does not have", async () => {
    const { id } = await create({ name: "list", symbols: ["EURUSD"] });
    expect((await call("PATCH", `/${id}/symbols/USDJPY`, { note: "x" })).status).toBe(404);
  });

  it("everybody but signed-in users", async () => {
    expect((await call("GET", "", undefined, {})).status).toBe(401);
    expect((await call("GET", "", undefined, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(401);
    expect((await call("GET", "", undefined, { apikey: TEST_SECRET_KEY })).status).toBe(403);
  });
});
