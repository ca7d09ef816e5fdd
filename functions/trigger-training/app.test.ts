import { beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../shared/ml/gate/gate-thresholds.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { modelOf } from "../../tests/support/models.ts";
import { RETURN_FEATURES, trainingFixture, trendingBars } from "../../tests/support/training-fixture.ts";
import { createApp } from "./app.ts";

const JOB_URL = /^http:\/\/edgewise\.test\/functions\/v1\/trigger-training\/jobs\/[0-9a-f-]{36}$/;
const BODY = { symbols: ["EURUSD"], timeframe: "H1", horizon: "12h" };
const NOBODY = "00000000-0000-4000-8000-000000000000";
const secret = { apikey: TEST_SECRET_KEY };
const cron = { apikey: TEST_CRON_KEY };

const unused: ModelRuntime = {
  name: "evaluator",
  load: () => Promise.reject(new Error("no training gets this far")),
};

let platform: Awaited<ReturnType<typeof trainingFixture>>;
let http: ReturnType<typeof testHttpDeps>;
let app: ReturnType<typeof createApp>;
let wakes: number;

beforeEach(async () => {
  platform = await trainingFixture({ EURUSD: trendingBars(600, 1, 0) }, unused);
  http = { ...testHttpDeps(), clock: platform.clock };
  wakes = 0;
  app = createApp({
    ...http,
    runner: platform.runner(),
    waker: {
      async wake() {
        wakes++;
      },
    },
    instruments: platform.instruments,
    models: { get: async (version) => (version === "taken" ? modelOf({ version }) : undefined) },
    featureSet: RETURN_FEATURES,
    gate: DEFAULT_GATE_THRESHOLDS,
    cpuBudgetMs: 0,
    followPollMs: 5,
  });
});

async function send(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const response = await app.request(`/trigger-training${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
}

const trigger = (body: unknown = BODY) => send("POST", "", secret, body);

async function asUser(claims: object = {}) {
  return { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${await signTestToken({ ...claims })}` };
}
const asOperator = () => asUser({ app_metadata: { role: "operator" } });

describe("POST /", () => {
  it("queues a training, says where to follow it, and wakes a runner", async () => {
    const { status, answer } = await trigger();
    expect(status).toBe(202);
    expect(answer).toMatchObject({ status: "started", job_url: expect.stringMatching(JOB_URL) });
    expect(answer.initiated_at).toBe(new Date(platform.clock.now()).toISOString());
    expect((await platform.jobs.find(answer.job_id))!.spec).toMatchObject({
      horizonBars: 12,
      timeframe: "1h",
    });
    expect(wakes).toBe(1);
  });

  it("refuses another scope's under the name that one is about to make", async () => {
    const named = { ...BODY, model_version: "mine" };
    expect((await trigger(named)).status).toBe(202);
    const second = await trigger({ ...named, horizon: 24 });
    expect(second).toMatchObject({ status: 409, answer: { code: "conflict" } });
    expect(second.answer.detail).toContain("makes mine");
    expect(wakes).toBe(1);
  });

  it("refuses a second one of the same scope with the URL of the first", async () => {
    const first = await trigger();
    const second = await trigger({ ...BODY, horizon: 12, force_retrain: true });
    expect(second.status).toBe(409);
    expect(second.answer).toMatchObject({ code: "job_running", job_url: first.answer.job_url });
  });

  it("skips a scope that was trained lately, and says when", async () => {
    const { answer } = await trigger();
    const lease = await platform.jobs.claim({ kinds: ["training"], leaseMs: 1_000 });
    await platform.jobs.commit(lease!, "c", { phase: "done", progress: 1, result: {} });
    const skipped = await trigger();
    expect(skipped).toMatchObject({
      status: 200,
      answer: { status: "skipped", job_url: answer.job_url, last_training: expect.stringMatching(/Z$/) },
    });
    expect((await trigger({ ...BODY, force_retrain: true })).status).toBe(202);
  });

  const { timeframe: _, ...NO_TIMEFRAME } = BODY;
  it.each([
    ["1h", {}, { timeframe: "5m", horizonBars: 12, label: "triple_barrier", family: "boosting-leafwise" }],
    ["1m", {}, { timeframe: "1m", horizonBars: 1, label: "fixed_horizon" }],
    ["1Mo", { half_life_days: 365 }, { timeframe: "1d", horizonBars: 21, halfLifeMs: 365 * 86_400_000 }],
    [
      "4h",
      { timeframe: "1h" },
      { timeframe: "1h", horizonBars: 4, label: "triple_barrier", halfLifeMs: null },
    ],
    [
      1,
      { timeframe: "1h", label: "fixed_horizon" },
      { timeframe: "1h", horizonBars: 1, label: "fixed_horizon" },
    ],
    ["1h", { family: "lstm" }, { params: { sequenceLength: 200 } }],
    ["4h", { family: "lstm", params: { units: [8] } }, { params: { sequenceLength: 256, units: [8] } }],
    ["1h", { family: "lstm", params: { sequenceLength: 16 } }, { params: { sequenceLength: 16 } }],
    ["1h", { family: "forest" }, { params: {} }],
    [
      "1h",
      { validation: { scheme: "walk_forward", window_days: 90 } },
      { validation: { scheme: "walk_forward", folds: 5, window_days: 90 } },
    ],
    ["1h", { validation: "cpcv" }, { validation: { scheme: "cpcv", groups: 6, test_groups: 2 } }],
  ])("reads the horizon %j with %j", async (horizon, fields, spec) => {
    const { answer } = await trigger({ ...NO_TIMEFRAME, horizon, ...fields });
    expect((await platform.jobs.find(answer.job_id))!.spec).toMatchObject(spec);
  });

  it.each([
    ["no symbols", { ...BODY, symbols: [] }, "/symbols"],
    ["a symbol in lower case", { ...BODY, symbols: ["eurusd"] }, "/symbols/0"],
    ["an unknown timeframe", { ...BODY, timeframe: "7h" }, "/timeframe"],
    ["a horizon below four bars", { ...BODY, horizon: 3 }, "/horizon"],
    ["a horizon that is no whole number of bars", { ...BODY, horizon: "90m" }, "/horizon"],
    ["a horizon longer than five hundred bars", { ...BODY, horizon: 501 }, "/horizon"],
    ["bars of no timeframe", { ...NO_TIMEFRAME, horizon: 12 }, "/timeframe"],
    ["a horizon that has no name", { ...NO_TIMEFRAME, horizon: "2h" }, "/timeframe"],
    ["barriers one bar away", { ...NO_TIMEFRAME, horizon: "1m", label: "triple_barrier" }, "/horizon"],
    ["no bar at all", { ...BODY, horizon: 0, label: "fixed_horizon" }, "/horizon"],
    ["an unknown label", { ...BODY, label: "oracle" }, "/label"],
    ["a half-life of nothing", { ...BODY, half_life_days: 0 }, "/half_life_days"],
    ["a search of one trial", { ...BODY, search: { trials: 1 } }, "/search/trials"],
    ["an unknown validation", { ...BODY, validation: "hindsight" }, "/validation/scheme"],
    [
      "a validation of one fold",
      { ...BODY, validation: { scheme: "walk_forward", folds: 1 } },
      "/validation/folds",
    ],
    [
      "a rolling window of no length",
      { ...BODY, validation: { scheme: "walk_forward", window_days: 0 } },
      "/validation/window_days",
    ],
    [
      "a rolling window that cannot hold enough bars",
      { ...BODY, validation: { scheme: "walk_forward", window_days: 2 } },
      "/validation/window_days",
    ],
    [
      "a window where all else is learned from",
      { ...BODY, validation: { scheme: "cpcv", window_days: 90 } },
      "/validation",
    ],
    [
      "a validation that tests on everything",
      { ...BODY, validation: { scheme: "cpcv", groups: 3, test_groups: 3 } },
      "/validation/test_groups",
    ],
    ["half a bar", { ...BODY, horizon: 4.5 }, "/horizon"],
    ["words", { ...BODY, horizon: "soon" }, "/horizon"],
    ["an unknown family", { ...BODY, family: "oracle" }, "/family"],
    ["a version with a slash", { ...BODY, model_version: "../x" }, "/model_version"],
    ["an unknown member", { ...BODY, extra: 1 }, ""],
    ["nothing", {}, "/symbols"],
  ])("refuses %s with a pointer, and queues nothing", async (_, body, pointer) => {
    const { status, answer } = await trigger(body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ code: "invalid_request", errors: expect.any(Array) });
    expect(answer.errors[0].pointer).toBe(pointer);
    expect(wakes).toBe(0);
  });

  it.each([
    ["an unknown symbol", { ...BODY, symbols: ["NOPE"] }, 404, "unknown_symbol"],
    ["a version that is taken", { ...BODY, model_version: "taken" }, 409, "conflict"],
    [
      "a search where there is nothing to search",
      { ...BODY, family: "ensemble", search: {} },
      400,
      "invalid_request",
    ],
    ["parameters that the learner refuses", { ...BODY, params: { rounds: -1 } }, 400, "invalid_request"],
  ])("refuses %s", async (_, body, status, code) => {
    expect(await trigger(body)).toMatchObject({ status, answer: { code } });
  });

  it("points at the parameter that the learner refuses", async () => {
    const { answer } = await trigger({ ...BODY, params: { rounds: -1 } });
    expect(answer.errors[0].pointer).toBe("/params/rounds");
  });

  it("is for secret keys and operators only", async () => {
    expect((await send("POST", "", {}, BODY)).status).toBe(401);
    expect((await send("POST", "", { apikey: TEST_PUBLISHABLE_KEY }, BODY)).status).toBe(401);
    expect((await send("POST", "", await asUser(), BODY)).status).toBe(403);
    expect((await send("POST", "", cron, BODY)).status).toBe(403);
    expect((await send("POST", "", await asOperator(), BODY)).status).toBe(202);
  });
});

describe("jobs", () => {
  it("are read with state, phase and progress, and cancelled", async () => {
    const { answer } = await trigger();
    const path = `/jobs/${answer.job_id}`;
    expect(await send("GET", path, await asOperator())).toMatchObject({
      status: 200,
      answer: { state: "queued", phase: null, progress: 0, eta_seconds: null, result: null, error: null },
    });
    await send("POST", "/run", cron);
    expect((await send("GET", path, secret)).answer).toMatchObject({ state: "running", slices: 1 });
    expect(await send("POST", `${path}/cancel`, secret)).toMatchObject({
      status: 200,
      answer: { state: "cancelled" },
    });
    expect((await send("POST", `${path}/cancel`, secret)).status).toBe(200);
  });

  it("that have ended cannot be cancelled", async () => {
    const { answer } = await trigger();
    const lease = await platform.jobs.claim({ kinds: ["training"], leaseMs: 1_000 });
    await platform.jobs.fail(lease!, { code: "not_enough_bars", detail: "There are 3." });
    expect(await send("POST", `/jobs/${answer.job_id}/cancel`, secret)).toMatchObject({
      status: 409,
      answer: { code: "conflict" },
    });
    expect((await send("GET", `/jobs/${answer.job_id}`, secret)).answer.error).toEqual({
      code: "not_enough_bars",
      detail: "There are 3.",
    });
  });

  it("unknown or misspelt are refused", async () => {
    expect(await send("GET", `/jobs/${NOBODY}`, secret)).toMatchObject({
      status: 404,
      answer: { code: "not_found" },
    });
    expect((await send("POST", `/jobs/${NOBODY}/cancel`, secret)).status).toBe(404);
    expect((await send("GET", "/jobs/1", secret)).status).toBe(400);
    expect((await send("GET", `/jobs/${NOBODY}`, await asUser())).status).toBe(403);
    expect((await send("GET", `/jobs/${NOBODY}`, cron)).status).toBe(403);
  });
});

describe("GET /jobs/:id as events", () => {
  const EVENTS = { ...secret, accept: "text/event-stream" };
  const follow = (id: string, headers: Record<string, string> = EVENTS) =>
    app.request(`/trigger-training/jobs/${id}`, { headers });

  /** Every event of a stream that has ended. */
  async function eventsOf(response: Response) {
    const parts = (await response.text()).trim().split("\n\n");
    return parts.map((part) => {
      const field = (name: string) => part.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
      return {
        event: field("event"),
        id: field("id"),
        retry: field("retry"),
        job: JSON.parse(field("data")!),
      };
    });
  }

  async function jobAfterOneSlice() {
    const { answer } = await trigger();
    await send("POST", "/run", cron);
    return answer.job_id as string;
  }

  it("tells each step until the job has been cancelled, and then sends clients away", async () => {
    const id = await jobAfterOneSlice();
    const response = await follow(id);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const told = eventsOf(response);
    await send("POST", "/run", cron);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await send("POST", `/jobs/${id}/cancel`, secret);
    const events = await told;
    expect(events[0]).toMatchObject({
      event: "progress",
      id: "1",
      retry: "1000",
      job: { state: "running", phase: "label", slices: 1 },
    });
    expect(events.at(-1)).toMatchObject({ event: "end", id: "end", job: { state: "cancelled" } });
    const progress = events.map(({ job }) => job.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect((await follow(id, { ...EVENTS, "last-event-id": "end" })).status).toBe(204);
    // Somebody who has not seen the end is told.
    expect(await eventsOf(await follow(id))).toMatchObject([{ event: "end" }]);
  });

  it("refuses what it refuses as JSON, before any event", async () => {
    expect((await follow(NOBODY)).status).toBe(404);
    expect((await follow("1")).status).toBe(400);
    expect((await follow(NOBODY, { accept: EVENTS.accept })).status).toBe(401);
  });
});

describe("POST /run", () => {
  it("does nothing when nothing waits, and wakes nobody", async () => {
    expect(await send("POST", "/run", cron)).toEqual({
      status: 200,
      answer: { outcome: "idle", job_id: null, busy_ms: null },
    });
    await http.settle();
    expect(wakes).toBe(0);
  });

  it("runs one slice and wakes the next runner while there is more to do", async () => {
    const { answer } = await trigger();
    const slice = await send("POST", "/run", secret);
    expect(slice.answer).toMatchObject({ outcome: "advanced", job_id: answer.job_id });
    await http.settle();
    expect(wakes).toBe(2);
  });

  it("logs why a slice failed and tells nobody", async () => {
    const { answer } = await trigger();
    const bars = platform.bars;
    bars.read = () =>
      Promise.reject(new Failure("unavailable", "Try later.", { cause: "db password wrong" }));
    const slice = await send("POST", "/run", secret);
    expect(slice.answer).toMatchObject({ outcome: "failed", job_id: answer.job_id });
    await http.settle();
    expect(http.lines.join()).toContain("db password wrong");
    const { answer: job } = await send("GET", `/jobs/${answer.job_id}`, secret);
    expect(job).toMatchObject({ state: "queued", error: { code: "unavailable", detail: "Try later." } });
  });

  it("is for secret and cron keys only", async () => {
    expect((await send("POST", "/run", {})).status).toBe(401);
    expect((await send("POST", "/run", await asOperator())).status).toBe(403);
  });
});
