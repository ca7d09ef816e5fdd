import { beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { TEST_PUBLISHABLE_KEY } from "../../tests/support/http-deps.ts";
import { asOperator, asUser, BODY, CRON, trainingApp } from "../../tests/support/training-app.ts";

const JOB_URL = /^http:\/\/edgewise\.test\/functions\/v1\/jobs\/[0-9a-f-]{36}$/;

let training: Awaited<ReturnType<typeof trainingApp>>;
beforeEach(async () => {
  training = await trainingApp();
});

describe("POST /", () => {
  it("queues a training, says where to follow it, and wakes a runner", async () => {
    const { status, answer } = await training.trigger();
    expect(status).toBe(202);
    expect(answer).toMatchObject({ status: "started", job_url: expect.stringMatching(JOB_URL) });
    expect(answer.initiated_at).toBe(new Date(training.platform.clock.now()).toISOString());
    expect((await training.platform.jobs.find(answer.job_id))!.spec).toMatchObject({
      horizonBars: 12,
      timeframe: "1h",
    });
    expect(training.wakes()).toBe(1);
  });

  it("refuses the name that another unfinished job is about to make", async () => {
    training.platform.jobs.enqueue = async () => {
      throw new Failure("conflict", "The job 1 that makes mine is queued.");
    };
    const refused = await training.trigger({ ...BODY, model_version: "mine" });
    expect(refused).toMatchObject({ status: 409, answer: { code: "conflict" } });
    expect(refused.answer.detail).toContain("makes mine");
    expect(training.wakes()).toBe(0);
  });

  it("refuses a second one of the same scope with the URL of the first", async () => {
    const first = await training.trigger();
    const job = (await training.platform.jobs.find(first.answer.job_id))!;
    training.platform.jobs.enqueue = async () => ({ outcome: "running", job });
    const second = await training.trigger({ ...BODY, horizon: 12, force_retrain: true });
    expect(second.status).toBe(409);
    expect(second.answer).toMatchObject({ code: "job_running", job_url: first.answer.job_url });
  });

  it("skips a scope that was trained lately, and says when", async () => {
    const { answer } = await training.trigger();
    const job = (await training.platform.jobs.find(answer.job_id))!;
    const finishedAt = training.platform.clock.now();
    training.platform.jobs.enqueue = async () => ({ outcome: "fresh", job: { ...job, finishedAt } });
    expect(await training.trigger()).toMatchObject({
      status: 200,
      answer: {
        status: "skipped",
        job_url: answer.job_url,
        last_training: new Date(finishedAt).toISOString(),
      },
    });
    expect(training.wakes()).toBe(1);
  });

  it("hands priority and budget to the job", async () => {
    const { answer } = await training.trigger({ ...BODY, priority: -2, cpu_budget_seconds: 1.5 });
    expect(await training.platform.jobs.find(answer.job_id)).toMatchObject({
      priority: -2,
      cpuBudgetMs: 1_500,
    });
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
    const { answer } = await training.trigger({ ...NO_TIMEFRAME, horizon, ...fields });
    expect((await training.platform.jobs.find(answer.job_id))!.spec).toMatchObject(spec);
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
    ["a priority out of range", { ...BODY, priority: 11 }, "/priority"],
    ["a budget of nothing", { ...BODY, cpu_budget_seconds: 0 }, "/cpu_budget_seconds"],
    ["an unknown member", { ...BODY, extra: 1 }, ""],
    ["nothing", {}, "/symbols"],
  ])("refuses %s with a pointer, and queues nothing", async (_, body, pointer) => {
    const { status, answer } = await training.trigger(body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ code: "invalid_request", errors: expect.any(Array) });
    expect(answer.errors[0].pointer).toBe(pointer);
    expect(training.wakes()).toBe(0);
  });

  it("says of each member that is missing that it is required, whatever it may be", async () => {
    const { status, answer } = await training.trigger({});
    expect(status).toBe(400);
    expect(answer.errors).toEqual([
      { pointer: "/symbols", detail: "is required" },
      { pointer: "/horizon", detail: "is required" },
    ]);
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
    expect(await training.trigger(body)).toMatchObject({ status, answer: { code } });
  });

  it("points at the parameter that the learner refuses", async () => {
    const { answer } = await training.trigger({ ...BODY, params: { rounds: -1 } });
    expect(answer.errors[0].pointer).toBe("/params/rounds");
  });

  it("is for secret keys and operators only", async () => {
    expect((await training.send("POST", "/trigger-training", {}, BODY)).status).toBe(401);
    expect(
      (await training.send("POST", "/trigger-training", { apikey: TEST_PUBLISHABLE_KEY }, BODY)).status,
    ).toBe(401);
    expect((await training.send("POST", "/trigger-training", await asUser(), BODY)).status).toBe(403);
    expect((await training.send("POST", "/trigger-training", CRON, BODY)).status).toBe(403);
    expect((await training.send("POST", "/trigger-training", await asOperator(), BODY)).status).toBe(202);
  });
});
