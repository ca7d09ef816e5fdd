import { beforeEach, describe, expect, it } from "vitest";
import { asOperator, asUser, CRON, NOBODY, SECRET, trainingApp } from "../../tests/support/training-app.ts";

let training: Awaited<ReturnType<typeof trainingApp>>;
beforeEach(async () => {
  training = await trainingApp();
});

describe("jobs", () => {
  it("are read with state, phase and progress, and cancelled", async () => {
    const { answer } = await training.trigger();
    const path = `/jobs/${answer.job_id}`;
    expect(await training.send("GET", path, await asOperator())).toMatchObject({
      status: 200,
      answer: { state: "queued", phase: null, progress: 0, eta_seconds: null, result: null, error: null },
    });
    await training.send("POST", "/jobs/run", CRON);
    expect((await training.send("GET", path, SECRET)).answer).toMatchObject({ state: "running", slices: 1 });
    expect(await training.send("POST", `${path}/cancel`, SECRET)).toMatchObject({
      status: 200,
      answer: { state: "cancelled" },
    });
    expect((await training.send("POST", `${path}/cancel`, SECRET)).status).toBe(200);
  });

  it("that have ended cannot be cancelled", async () => {
    const { answer } = await training.trigger();
    const lease = await training.platform.jobs.claim({ kinds: ["training"], leaseMs: 1_000 });
    await training.platform.jobs.fail(lease!, {
      code: "not_enough_bars",
      detail: "There are 3.",
      cpuMs: 1,
    });
    expect(await training.send("POST", `/jobs/${answer.job_id}/cancel`, SECRET)).toMatchObject({
      status: 409,
      answer: { code: "conflict" },
    });
    expect((await training.send("GET", `/jobs/${answer.job_id}`, SECRET)).answer.error).toEqual({
      code: "not_enough_bars",
      detail: "There are 3.",
    });
  });

  it("unknown or misspelt are refused", async () => {
    expect(await training.send("GET", `/jobs/${NOBODY}`, SECRET)).toMatchObject({
      status: 404,
      answer: { code: "not_found" },
    });
    expect((await training.send("POST", `/jobs/${NOBODY}/cancel`, SECRET)).status).toBe(404);
    expect((await training.send("GET", "/jobs/1", SECRET)).status).toBe(400);
    expect((await training.send("GET", `/jobs/${NOBODY}`, await asUser())).status).toBe(403);
    expect((await training.send("GET", `/jobs/${NOBODY}`, CRON)).status).toBe(403);
  });
});
