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

  it("holds what a list of the same weight limit holds", () => {
    const act = fc.record({
      kind: fc.constantFrom("set", "get", "delete", "clear"),
      key: fc.integer({ min: 0, max: 6 }),
      weight: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const map = new LruMap<number, number>(8);
        let list: { key: number; weight: number; at: number }[] = [];
        acts.forEach(({ kind, key, weight }, at) => {
          const known = list.find((entry) => entry.key === key);
          if (kind === "clear") list = [];
          else if (kind !== "get" || known) list = list.filter((entry) => entry.key !== key);
          if (kind === "get" && known) list.push(known);
          if (kind === "set") list.push({ key, weight, at });
          while (list.reduce((sum, entry) => sum + entry.weight, 0) > 8) list.shift();
          if (kind === "set") map.set(key, at, weight);
          else if (kind === "get") expect(map.get(key)).toBe(known?.at);
          else if (kind === "delete") map.delete(key);
          else map.clear();
        });
        for (const { key, at } of list) expect(map.get(key)).toBe(at);
      }),
    );
  });
});
