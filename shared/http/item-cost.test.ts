import { expect, it } from "vitest";
import { itemCost } from "./item-cost.ts";

const costOf = (body: unknown) => {
  const cost = itemCost(25);
  return typeof cost === "number" ? cost : cost({ body, query: () => undefined });
};

it.each([
  [{ items: Array.from({ length: 500 }, () => 0) }, 20],
  [{ items: Array.from({ length: 26 }, () => 0) }, 2],
  [{ items: [1] }, 1],
])("one for every 25 items", (body, cost) => {
  expect(costOf(body)).toBe(cost);
});

it.each([undefined, null, "items", 7, [], {}, { items: null }, { items: { length: 9_999 } }])(
  "one request where there are no items to count: %j",
  (body) => {
    expect(costOf(body)).toBe(1);
  },
);
