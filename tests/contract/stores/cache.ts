import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Cache } from "../../../shared/ports/cache.ts";

/** Duties of a cache. `open` is called once a test runs. */
export function describeCache(open: () => Cache): void {
  test("gives back what it was given, and nothing for what it was not", async () => {
    const cache = open();
    const value = {
      numbers: [0.1 + 0.2, -1e-300, 1e21],
      nothing: null,
      text: 'a "b" \u{1f600}',
      nested: [[{}]],
    };
    await cache.set("prediction-1|a:b", value, 60_000);
    expect(await cache.get("prediction-1|a:b")).toEqual(value);
    expect(await cache.get("prediction-1|a")).toBeUndefined();
    await cache.ping();
  });

  test("keeps the newest value", async () => {
    const cache = open();
    await cache.set("replaced", [1], 60_000);
    await cache.set("replaced", [2], 60_000);
    expect(await cache.get("replaced")).toEqual([2]);
  });

  test("keeps no part of a value that its giver changes later", async () => {
    const cache = open();
    const value = [1];
    await cache.set("given", value, 60_000);
    value.push(2);
    expect(await cache.get("given")).toEqual([1]);
  });

  test("forgets it when its time is over", async () => {
    const cache = open();
    await cache.set("brief", 1, 20);
    await sleep(60);
    expect(await cache.get("brief")).toBeUndefined();
  });
}
