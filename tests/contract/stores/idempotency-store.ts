import { expect, it } from "vitest";
import type { IdempotencyStore } from "../../../shared/ports/idempotency-store.ts";

const ANSWER = { status: 201, contentType: "application/json", body: '{"id":1}' };

/** Duties of a store of idempotency keys. `make` is called once the test runs. */
export function describeIdempotencyStore(make: () => IdempotencyStore): void {
  let keys = 0;
  const newId = (scope = "user:1 POST /things") => ({ scope, key: `key ${keys++}` });

  async function start(store: IdempotencyStore, id = newId()) {
    const begun = await store.begin(id, "a");
    if (begun.outcome !== "started") throw new Error(`The key is taken: ${begun.outcome}`);
    return { id, token: begun.token };
  }

  it("lets the first go, tells the others to wait, and then gives them its answer", async () => {
    const store = make();
    const { id, token } = await start(store);
    expect(await store.begin(id, "a")).toEqual({ outcome: "running" });
    await store.end(id, token, ANSWER);
    expect(await store.begin(id, "a")).toEqual({ outcome: "answered", answer: ANSWER });
    expect(await store.begin(id, "b")).toEqual({ outcome: "mismatch" });
  });

  it("lets one of many at once go", async () => {
    const store = make();
    const id = newId();
    const begun = await Promise.all(Array.from({ length: 20 }, () => store.begin(id, "a")));
    expect(begun.filter(({ outcome }) => outcome === "started")).toHaveLength(1);
    expect(begun.filter(({ outcome }) => outcome === "running")).toHaveLength(19);
  });

  it("keeps nothing of a request that ends without an answer", async () => {
    const store = make();
    const { id, token } = await start(store);
    await store.end(id, token, undefined);
    expect(await store.begin(id, "another request")).toMatchObject({ outcome: "started" });
  });

  it("listens to the holder of the key only, and once", async () => {
    const store = make();
    const { id, token } = await start(store);
    await store.end(id, crypto.randomUUID(), ANSWER);
    expect(await store.begin(id, "a")).toEqual({ outcome: "running" });
    await store.end(id, token, ANSWER);
    await store.end(id, token, { ...ANSWER, body: "other" });
    await store.end(id, token, undefined);
    expect(await store.begin(id, "a")).toEqual({ outcome: "answered", answer: ANSWER });
  });

  it("keeps scopes apart", async () => {
    const store = make();
    const { id } = await start(store);
    await start(store, { ...id, scope: "user:2 POST /things" });
  });
}
