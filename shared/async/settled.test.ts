import { expect, test, vi } from "vitest";
import { continueSettled, settledValue } from "./settled.ts";

const doubled = vi.fn(async (values: readonly number[]) =>
  Promise.allSettled(
    values.map(async (value) => {
      if (value === 3) throw new Error("three");
      return 2 * value;
    }),
  ),
);

test("what was fulfilled goes on together, and every outcome keeps its place", async () => {
  const outcomes = await Promise.allSettled([1, Promise.reject(new Error("first")), 3, 4]);
  const continued = await continueSettled(outcomes, doubled);
  expect(doubled.mock.calls).toEqual([[[1, 3, 4]]]);
  const told = continued.map((one) => (one.status === "fulfilled" ? one.value : one.reason.message));
  expect(told).toEqual([2, "first", "three", 8]);
});

test("a settled value is the value, or is thrown", async () => {
  const [good, bad] = await Promise.allSettled([1, Promise.reject(new Error("away"))]);
  expect(settledValue(good!)).toBe(1);
  expect(() => settledValue(bad!)).toThrow("away");
});
