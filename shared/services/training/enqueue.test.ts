import { expect, test, vi } from "vitest";
import { TEST_ACTOR } from "../../../tests/support/models.ts";
import { trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";
import type { TrainingRequest } from "./enqueue.ts";

const DAY_MS = 86_400_000;
const runtime: ModelRuntime = {
  name: "evaluator",
  load: () => Promise.reject(new Error("nothing is trained here")),
};
const platform = () => trainingFixture({ BBB: trendingBars(30, 1, 0), AAA: trendingBars(30, 2, 0) }, runtime);

/** Requests to the database; its rules are tried in tests/sql/enqueue-job.test.ts. */
async function asked(request: Partial<TrainingRequest> = {}) {
  const fixture = await platform();
  const enqueue = vi.spyOn(fixture.jobs, "enqueue");
  await fixture.enqueue(request);
  return { ...enqueue.mock.lastCall![0], now: fixture.clock.now() };
}

test("the scope is symbols, timeframe and horizon, whatever the order of the symbols", async () => {
  expect((await asked()).scope).toBe("AAA+BBB 1h 12");
  expect((await asked({ symbols: ["AAA", "BBB", "AAA"] })).scope).toBe("AAA+BBB 1h 12");
  expect((await asked({ horizonBars: 24 })).scope).toBe("AAA+BBB 1h 24");
  expect((await asked({ symbols: ["AAA"] })).scope).toBe("AAA 1h 12");
});

test("the name of the model to be is reserved, a given one or its own", async () => {
  expect((await asked({ modelVersion: "mine" })).reserves).toBe("mine");
  const { reserves, spec } = await asked();
  expect(reserves).toBe(spec.modelVersion);
});

test("a scope trained in the last seven days is skipped, unless forced", async () => {
  const { freshSince, now } = await asked();
  expect(now - freshSince!).toBe(7 * DAY_MS);
  expect(await asked({ forceRetrain: true })).not.toHaveProperty("freshSince");
});

test("priority and budget are the job's", async () => {
  expect(await asked({ priority: 3, cpuBudgetMs: 5_000 })).toMatchObject({ priority: 3, cpuBudgetMs: 5_000 });
});

test("what stands in its way is answered as the database has it", async () => {
  const fixture = await platform();
  const { job } = await fixture.enqueue();
  fixture.jobs.enqueue = async () => ({ outcome: "running", job });
  expect(await fixture.enqueue()).toEqual({ outcome: "running", job });
});

test("only bars that have closed are used", async () => {
  const fixture = await platform();
  fixture.clock.pass(59 * 60_000);
  const { job } = await fixture.enqueue();
  const { window } = job.spec as { window: { from: null; to: number } };
  expect(window.from).toBeNull();
  expect(window.to % 3_600_000).toBe(0);
  expect(fixture.clock.now() - window.to).toBe(59 * 60_000);
  await fixture.jobs.cancel(job.id, TEST_ACTOR);
  const future = await fixture.enqueue({ to: fixture.clock.now() + DAY_MS, from: 5 });
  expect(future.job.spec).toMatchObject({ window: { from: 5, to: window.to } });
});

test("unless bars are asked for, as many are taken as isolates get through", async () => {
  const { enqueue } = await platform();
  const barsOf = async (request: Parameters<typeof enqueue>[0]) =>
    ((await enqueue({ maxBars: undefined, ...request })).job.spec as { maxBars: number }).maxBars;
  expect(await barsOf({ horizonBars: 10, family: "cnn", params: {} })).toBe(40_000);
  expect(await barsOf({ horizonBars: 11, family: "ensemble", params: {} })).toBe(40_000);
  expect(await barsOf({ horizonBars: 12, family: "forest", params: {}, maxBars: 50_000 })).toBe(50_000);
});

test("a symbol without a bar in the window is told at once, and nothing is queued", async () => {
  const { enqueue, jobs, clock } = await platform();
  await expect(enqueue({ timeframe: "1d" })).rejects.toMatchObject({
    code: "not_enough_bars",
    detail: "No 1d bars of AAA, BBB are stored in the window to learn from.",
  });
  const past = { from: 5, to: clock.now() - 60 * DAY_MS };
  await expect(enqueue({ symbols: ["BBB"], ...past })).rejects.toMatchObject({ code: "not_enough_bars" });
  expect(await jobs.claim({ kinds: ["training"], leaseMs: 1_000 })).toBeUndefined();
});

const SEARCH = { trials: 20, eta: 3, rungs: 2, folds: 1 };

test.each([
  [
    "where there is nothing to search",
    { family: "ensemble", params: {} },
    "/search",
    "nothing to search for ensemble",
  ],
  ["where all of it is given", { family: "logistic", params: { l2: 1 } }, "/search", "is given: l2"],
  [
    "with a given parameter that does not go with the others",
    { family: "transformer", params: { width: 40 } },
    "/params/heads",
    "must be a multiple of 8",
  ],
])("a search %s is refused before anything is queued", async (_, request, pointer, detail) => {
  const { enqueue, jobs } = await platform();
  await expect(enqueue({ ...request, search: SEARCH })).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ pointer, detail: expect.stringContaining(detail) }],
  });
  expect(await jobs.claim({ kinds: ["training"], leaseMs: 1 })).toBeUndefined();
});

test.each([
  ["an unknown symbol", { symbols: ["AAA", "NOPE"] }, "unknown_symbol"],
  ["an unknown family", { family: "oracle" }, "invalid_request"],
  ["a parameter out of range", { params: { rounds: 0 } }, "invalid_request"],
  ["an unknown parameter", { params: { depth: 3 } }, "invalid_request"],
])("%s is refused before anything is queued", async (_, request, code) => {
  const { enqueue, jobs } = await platform();
  await expect(enqueue(request)).rejects.toMatchObject({ code });
  expect(await jobs.claim({ kinds: ["training"], leaseMs: 1 })).toBeUndefined();
});
