import { expect, test, vi } from "vitest";
import { rememberFor } from "./remember-for.ts";

function setup(lookUp: (input: { n: number }) => Promise<number>) {
  const time = { ms: 0 };
  const spy = vi.fn(lookUp);
  const remembered = rememberFor({ now: () => time.ms, elapsed: () => time.ms }, 1_000, spy);
  return { time, spy, remembered };
}

test("one look-up serves everyone who asks within its time", async () => {
  const { remembered, spy, time } = setup(async ({ n }) => n * 2);
  expect(await Promise.all([remembered({ n: 1 }), remembered({ n: 1 }), remembered({ n: 2 })])).toEqual([
    2, 2, 4,
  ]);
  time.ms = 999;
  await remembered({ n: 1 });
  expect(spy).toHaveBeenCalledTimes(2);
  time.ms = 1_000;
  await remembered({ n: 1 });
  expect(spy).toHaveBeenCalledTimes(3);
});

test("a failure is not remembered", async () => {
  const { remembered, spy } = setup(async () => {
    if (spy.mock.calls.length === 1) throw new Error("down");
    return 7;
  });
  await expect(remembered({ n: 1 })).rejects.toThrow("down");
  expect(await remembered({ n: 1 })).toBe(7);
});

test("memory is bounded", async () => {
  const { remembered, spy } = setup(async ({ n }) => n);
  for (let n = 0; n <= 1_000; n++) await remembered({ n });
  await remembered({ n: 1_000 });
  expect(spy).toHaveBeenCalledTimes(1_001);
  await remembered({ n: 0 });
  expect(spy).toHaveBeenCalledTimes(1_002);
});
