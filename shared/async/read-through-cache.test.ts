import { beforeEach, expect, test, vi } from "vitest";
import { createMemoryCache } from "../../tests/support/memory/cache.ts";
import type { Cache } from "../ports/cache.ts";
import { type CacheQuery, createReadThroughCache } from "./read-through-cache.ts";

const time = { ms: 0 };
const clock = { now: () => time.ms, elapsed: () => time.ms };
beforeEach(() => {
  time.ms = 0;
});

/** Isolates that share a cache; each value is the query's key and the time when it was computed. */
function isolates(count: number, cache: Cache = createMemoryCache(clock)) {
  const pending: Promise<unknown>[] = [];
  const background = (work: Promise<unknown>) => void pending.push(work.catch(() => {}));
  const compute = vi.fn(async (missing: readonly CacheQuery[]) =>
    missing.map(({ key }) =>
      key === "bad"
        ? ({ status: "rejected", reason: new Error("bad") } as const)
        : ({ status: "fulfilled", value: `${key} ${time.ms}` } as const),
    ),
  );
  const caches = Array.from({ length: count }, () =>
    createReadThroughCache<string>({ cache, clock, background }),
  );
  const ask = async (isolate: number, ...keys: (string | undefined)[]) => {
    const queries = keys.map((key) => ({ key, expiresAt: time.ms + 100 }));
    const outcomes = await caches[isolate]!(queries, compute);
    await Promise.all(pending.splice(0));
    return outcomes.map((outcome) =>
      outcome.status === "fulfilled"
        ? `${outcome.value.value}${outcome.value.isHit ? " again" : ""}`
        : "failed",
    );
  };
  return { ask, compute };
}

test("what is asked while it is being answered is not computed again", async () => {
  const { ask, compute } = isolates(1);
  const answers = await Promise.all([ask(0, "a"), ask(0, "a", "b"), ask(0, "a")]);
  expect(answers).toEqual([["a 0"], ["a 0 again", "b 0"], ["a 0 again"]]);
  expect(compute.mock.calls.map(([missing]) => missing.map(({ key }) => key))).toEqual([["a"], ["b"]]);
});

test("the same question twice in one call is one", async () => {
  const { ask, compute } = isolates(1);
  expect(await ask(0, "a", "a")).toEqual(["a 0", "a 0 again"]);
  expect(compute).toHaveBeenCalledTimes(1);
});

test("an answer from another isolate keeps the age it has", async () => {
  const { ask } = isolates(2);
  await ask(0, "a");
  time.ms = 90;
  expect(await ask(1, "a")).toEqual(["a 0 again"]);
  time.ms = 99;
  expect(await ask(1, "a")).toEqual(["a 0 again"]);
  time.ms = 100;
  expect(await ask(1, "a")).toEqual(["a 100"]);
});

test("a failure fails its own question only, and is asked again", async () => {
  const { ask, compute } = isolates(1);
  expect(await ask(0, "a", "bad", "b")).toEqual(["a 0", "failed", "b 0"]);
  expect(await ask(0, "bad")).toEqual(["failed"]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test("an error in computing fails what was missing, not what was known", async () => {
  const { ask, compute } = isolates(1);
  await ask(0, "a");
  compute.mockRejectedValueOnce(new Error("down"));
  expect(await ask(0, "a", "b")).toEqual(["a 0 again", "failed"]);
  expect(await ask(0, "b")).toEqual(["b 0"]);
});

test("a question without a key is never remembered", async () => {
  const { ask, compute } = isolates(1);
  await ask(0, undefined);
  await ask(0, undefined);
  expect(compute).toHaveBeenCalledTimes(2);
});

test("many questions at once are not looked up one by one", async () => {
  const cache = createMemoryCache(clock);
  const get = vi.spyOn(cache, "get");
  const { ask } = isolates(1, cache);
  await ask(0, ...Array.from({ length: 100 }, (_, i) => `k${i}`));
  expect(get).not.toHaveBeenCalled();
});

test("a cache that is away costs the computing and nothing else", async () => {
  const down = () => Promise.reject(new Error("away"));
  const { ask } = isolates(1, { kind: "upstash", get: down, set: down, ping: down });
  expect(await ask(0, "a")).toEqual(["a 0"]);
  expect(await ask(0, "a")).toEqual(["a 0 again"]);
});

test("memory is bounded: what was asked for least recently is computed again", async () => {
  const { ask, compute } = isolates(1, {
    kind: "upstash",
    get: async () => undefined,
    set: async () => {},
    ping: async () => {},
  });
  for (let n = 0; n < 500; n++) await ask(0, `k${n}`);
  await ask(0, "k0");
  await ask(0, "k500");
  expect(compute).toHaveBeenCalledTimes(501);
  expect(await ask(0, "k0")).toEqual(["k0 0 again"]);
  await ask(0, "k1");
  expect(compute).toHaveBeenCalledTimes(502);
});
