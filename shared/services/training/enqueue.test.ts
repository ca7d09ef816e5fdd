import { expect, test } from "vitest";
import { TEST_ACTOR } from "../../../tests/support/models.ts";
import { trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import type { JobLease } from "../../ports/job-store.ts";
import type { ModelRuntime } from "../../ports/model-runtime.ts";

const DAY_MS = 86_400_000;
const runtime: ModelRuntime = {
  name: "evaluator",
  load: () => Promise.reject(new Error("nothing is trained here")),
};
const platform = () => trainingFixture({ BBB: trendingBars(30, 1, 0), AAA: trendingBars(30, 2, 0) }, runtime);

async function succeed({ jobs }: Awaited<ReturnType<typeof platform>>) {
  const lease = (await jobs.claim({ kinds: ["training"], leaseMs: 1_000 })) as JobLease;
  await jobs.commit(lease, { checkpoint: "c", phase: "done", progress: 1, result: {}, cpuMs: 1 });
}

test("one training of a scope runs at a time, whatever the order of its symbols", async () => {
  const { enqueue } = await platform();
  const first = await enqueue();
  const second = await enqueue({ symbols: ["AAA", "BBB", "AAA"] });
  expect([first.outcome, second.outcome]).toEqual(["created", "running"]);
  expect(second.job.id).toBe(first.job.id);
  expect(first.job.scope).toBe("AAA+BBB 1h 12");
  expect((await enqueue({ horizonBars: 24 })).outcome).toBe("created");
  expect((await enqueue({ symbols: ["AAA"] })).outcome).toBe("created");
});

test("no other training is queued under the name of a model that one is about to make", async () => {
  const { enqueue, jobs } = await platform();
  const { job } = await enqueue({ modelVersion: "mine" });
  const other = { modelVersion: "mine", horizonBars: 24 };
  await expect(enqueue(other)).rejects.toMatchObject({
    code: "conflict",
    detail: `The job ${job.id} that makes mine is queued.`,
  });
  expect(await enqueue({ modelVersion: "mine" })).toMatchObject({ outcome: "running", job: { id: job.id } });
  await jobs.cancel(job.id, TEST_ACTOR);
  expect((await enqueue(other)).outcome).toBe("created");
});

test("a scope trained in the last seven days is skipped, unless forced", async () => {
  const fixture = await platform();
  const { job } = await fixture.enqueue();
  await succeed(fixture);
  fixture.clock.pass(7 * DAY_MS);
  expect(await fixture.enqueue()).toMatchObject({ outcome: "fresh", job: { id: job.id } });
  expect((await fixture.enqueue({ forceRetrain: true })).outcome).toBe("created");
  await succeed(fixture);
  fixture.clock.pass(7 * DAY_MS + 1);
  expect((await fixture.enqueue()).outcome).toBe("created");
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
