import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LruMap } from "./lru-map.ts";

describe("LruMap", () => {
  it("drops what was used least recently, by get or by set", () => {
    const map = new LruMap<string, number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.get("a");
    map.set("c", 3);
    expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
  });

  it("makes room by weight, and does not keep what is heavier than all of it", () => {
    const map = new LruMap<string, string>(10);
    map.set("a", "four", 4);
    map.set("b", "five", 5);
    map.set("c", "six", 6);
    expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([undefined, undefined, "six"]);
    map.set("d", "eleven", 11);
    expect([map.get("c"), map.get("d")]).toEqual(["six", undefined]);
    map.set("c", "eleven", 11);
    expect(map.get("c")).toBeUndefined();
  });

  it("forgets what it is told to forget, and its weight with it", () => {
    const map = new LruMap<string, number>(3);
    map.set("a", 1, 2);
    map.delete("a");
    map.set("b", 2, 3);
    expect([map.get("a"), map.get("b")]).toEqual([undefined, 2]);
    map.clear();
    map.set("c", 3, 3);
    expect([map.get("b"), map.get("c")]).toEqual([undefined, 3]);
  });

  it("holds what a list in the order of use holds", () => {
    const act = fc.record({
      reads: fc.boolean(),
      key: fc.integer({ min: 0, max: 6 }),
      weight: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const map = new LruMap<number, number>(8);
        let list: Entry[] = [];
        for (const [at, { reads, key, weight }] of acts.entries()) {
          const known = list.find((entry) => entry.key === key);
          if (reads) expect(map.get(key)).toBe(known?.at);
          else map.set(key, at, weight);
          list = used(list, reads ? known : { key, weight, at });
        }
        for (const { key, at } of list) expect(map.get(key)).toBe(at);
      }),
    );
  });
});

interface Entry {
  readonly key: number;
  readonly weight: number;
  readonly at: number;
}

/** The list after an entry was used, at most 8 of weight. */
function used(list: readonly Entry[], entry: Entry | undefined): Entry[] {
  const after = entry ? [...list.filter(({ key }) => key !== entry.key), entry] : [...list];
  while (after.reduce((sum, { weight }) => sum + weight, 0) > 8) after.shift();
  return after;
}
