import { expect, test } from "vitest";
import { createBusyMeter } from "./busy-meter.ts";

function setup() {
  let ms = 0;
  const meter = createBusyMeter({ now: () => ms, elapsed: () => ms });
  const pass = (by: number) => {
    ms += by;
  };
  return { meter, pass };
}

test("counts work and leaves out waiting", async () => {
  const { meter, pass } = setup();
  pass(10);
  await meter.waiting(async () => pass(500));
  pass(5);
  expect(meter.busyMs()).toBe(15);
});

test("waits that overlap are one wait, and a failed one ends like any other", async () => {
  const { meter, pass } = setup();
  let finishFirst = () => {};
  const first = meter.waiting(
    () =>
      new Promise<void>((resolve) => {
        finishFirst = resolve;
      }),
  );
  pass(100);
  await expect(meter.waiting(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  pass(100);
  expect(meter.busyMs()).toBe(0);
  finishFirst();
  await first;
  pass(7);
  expect(meter.busyMs()).toBe(7);
});
