import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RequestSums } from "../../ports/request-metrics.ts";
import { createRequestMeter } from "./count-requests.ts";

const OUTCOME = { endpoint: "GET /bars", status: 200, cache: "none", limiter: "allowed" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup(record: (sums: readonly RequestSums[]) => Promise<void> = async () => {}) {
  const metrics = { record: vi.fn(record), totals: async () => [] };
  const errors: unknown[] = [];
  const background = (work: Promise<unknown>) => void work.catch((error) => errors.push(error));
  return { metrics, errors, measure: createRequestMeter({ metrics, background }) };
}

it("writes nothing while requests come, and their sums once a second later", async () => {
  const { metrics, measure } = setup();
  for (let i = 0; i < 5_000; i++) measure({ ...OUTCOME, durationMs: i % 2 === 0 ? 0.5 : 7_000 });
  measure({ ...OUTCOME, status: 429, limiter: "limited", durationMs: 10 });
  expect(metrics.record).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(metrics.record).toHaveBeenCalledTimes(1);
  const [ok, limited] = metrics.record.mock.calls[0]![0];
  expect(ok).toEqual({
    ...OUTCOME,
    requests: 5_000,
    durationMs: 2_500 * 7_000.5,
    buckets: [2_500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2_500],
  });
  expect(limited).toMatchObject({
    status: 429,
    requests: 1,
    buckets: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(metrics.record).toHaveBeenCalledTimes(1);
});

it("keeps what could not be written for the next time, and says so", async () => {
  let isDown = true;
  const { metrics, errors, measure } = setup(() =>
    isDown ? Promise.reject(new Error("down")) : Promise.resolve(),
  );
  measure({ ...OUTCOME, durationMs: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(errors).toHaveLength(1);
  isDown = false;
  measure({ ...OUTCOME, durationMs: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(metrics.record.mock.lastCall![0]).toMatchObject([{ requests: 2, durationMs: 2 }]);
});

it("holds a bounded number of sums, however long nothing can be written", async () => {
  const { metrics, measure } = setup();
  for (let i = 0; i < 5_000; i++) measure({ ...OUTCOME, endpoint: `GET /${i}`, durationMs: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(metrics.record.mock.lastCall![0]).toHaveLength(2_000);
});
