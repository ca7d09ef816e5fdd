import { expect, test } from "vitest";
import { createMemoryCache } from "./cache.ts";

function setup(maxEntries?: number) {
  const time = { ms: 0 };
  const clock = { now: () => time.ms, elapsed: () => time.ms };
  return { time, cache: createMemoryCache(clock, maxEntries) };
}

test("a value is there until its time is over", async () => {
  const { cache, time } = setup();
  await cache.set("a", { n: [1, null] }, 100);
  time.ms = 99;
  expect(await cache.get("a")).toEqual({ n: [1, null] });
  time.ms = 100;
  expect(await cache.get("a")).toBeUndefined();
});

test("what the caller changes later is not in the cache", async () => {
  const { cache } = setup();
  const value = [1];
  await cache.set("a", value, 100);
  value.push(2);
  expect(await cache.get("a")).toEqual([1]);
});

test("the oldest entries make room", async () => {
  const { cache } = setup(2);
  for (const key of ["a", "b", "a", "c"]) await cache.set(key, key, 100);
  expect(await Promise.all(["a", "b", "c"].map((key) => cache.get(key)))).toEqual(["a", undefined, "c"]);
});
