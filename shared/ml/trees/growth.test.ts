import fc from "fast-check";
import { expect, it } from "vitest";
import { createLeafQueue, type Growth } from "./growth.ts";

/** The order of leaves out of a queue that is asked for one after every second one that goes in, and then to its end. */
function drain(growth: Growth, gains: readonly number[]): number[] {
  const queue = createLeafQueue<{ readonly best: { readonly gain: number }; readonly id: number }>(growth);
  const taken: number[] = [];
  const take = () => {
    const leaf = queue.next();
    if (leaf) taken.push(leaf.id);
    return leaf !== undefined;
  };
  for (const [id, gain] of gains.entries()) {
    queue.push({ best: { gain }, id });
    if (id % 2 === 1) take();
  }
  while (take());
  return taken;
}

const gains = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 });

it.each(["leafwise", "depthwise"] as const)("%s: every leaf comes out once", (growth) => {
  fc.assert(
    fc.property(gains, (all) => {
      expect(drain(growth, all).sort((a, b) => a - b)).toEqual([...all.keys()]);
    }),
  );
});

it("depthwise: in the order in which they came", () => {
  expect(drain("depthwise", [1, 9, 2, 8])).toEqual([0, 1, 2, 3]);
});

it("leafwise: the highest gain that waits, the first of equal ones", () => {
  expect(drain("leafwise", [1, 9, 2, 8, 2])).toEqual([1, 3, 2, 4, 0]);
});
