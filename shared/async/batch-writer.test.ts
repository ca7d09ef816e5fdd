import fc from "fast-check";
import { expect, test } from "vitest";
import { createBatchWriter } from "./batch-writer.ts";

const fulfilled = { status: "fulfilled", value: undefined } as const;

/** Lets `turns` rounds of other work go first. */
async function pass(turns: number) {
  for (let i = 0; i < turns; i++) await Promise.resolve();
}

test("every item is written once, in order, in batches of at most the limit, and never two at a time", async () => {
  const turns = fc.integer({ min: 0, max: 12 });
  const bursts = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), turns), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(bursts, fc.integer({ min: 1, max: 10 }), turns, async (crowd, limit, writeTurns) => {
      const written: number[] = [];
      let writing = 0;
      const add = createBatchWriter<number>(async (items) => {
        expect(++writing).toBe(1);
        expect(items.length).toBeLessThanOrEqual(limit);
        await pass(writeTurns);
        written.push(...items);
        writing--;
        return items.map(() => fulfilled);
      }, limit);
      const added: Promise<void>[] = [];
      for (const [size, pause] of crowd) {
        for (let i = 0; i < size; i++) added.push(add(added.length));
        await pass(pause);
      }
      await Promise.all(added);
      expect(written).toEqual(added.map((_, item) => item));
    }),
  );
});

test("a lone item goes at once, and what comes meanwhile goes together", async () => {
  const batches: string[][] = [];
  const add = createBatchWriter<string>(async (items) => {
    batches.push([...items]);
    await Promise.resolve();
    return items.map(() => fulfilled);
  }, 100);
  const first = add("a");
  await Promise.resolve();
  await Promise.all([first, add("b"), add("c")]);
  expect(batches).toEqual([["a"], ["b", "c"]]);
});

test("an item's failure is its own, and a failed write does not stop the next", async () => {
  const add = createBatchWriter<string>(async (items) => {
    if (items.includes("broken write")) throw new Error("no connection");
    return items.map((item) =>
      item === "bad" ? { status: "rejected", reason: new Error("bad item") } : fulfilled,
    );
  }, 100);
  const outcomes = await Promise.allSettled([add("good"), add("bad")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  await expect(add("broken write")).rejects.toThrow("no connection");
  await expect(add("good")).resolves.toBeUndefined();
});
