import { beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { asOperator, CRON, SECRET, trainingApp } from "../../tests/support/training-app.ts";

let training: Awaited<ReturnType<typeof trainingApp>>;
beforeEach(async () => {
  training = await trainingApp();
});

describe("POST /run", () => {
  it("does nothing when nothing waits, and wakes nobody", async () => {
    expect(await training.send("POST", "/jobs/run", CRON)).toEqual({
      status: 200,
      answer: { outcome: "idle", job_id: null, busy_ms: null },
    });
    await training.http.settle();
    expect(training.wakes()).toBe(0);
  });

  it("runs one slice and wakes the next runner while there is more to do", async () => {
    const { answer } = await training.trigger();
    const slice = await training.send("POST", "/jobs/run", SECRET);
    expect(slice.answer).toMatchObject({ outcome: "advanced", job_id: answer.job_id });
    await training.http.settle();
    expect(training.wakes()).toBe(2);
  });

  it("logs why a slice failed and tells nobody", async () => {
    const { answer } = await training.trigger();
    const bars = training.platform.bars;
    bars.read = () =>
      Promise.reject(new Failure("unavailable", "Try later.", { cause: "db password wrong" }));
    const slice = await training.send("POST", "/jobs/run", SECRET);
    expect(slice.answer).toMatchObject({ outcome: "failed", job_id: answer.job_id });
    await training.http.settle();
    expect(training.http.lines.join()).toContain("db password wrong");
    const { answer: job } = await training.send("GET", `/jobs/${answer.job_id}`, SECRET);
    expect(job).toMatchObject({ state: "queued", error: { code: "unavailable", detail: "Try later." } });
  });

  it("is for secret and cron keys only", async () => {
    expect((await training.send("POST", "/jobs/run", {})).status).toBe(401);
    expect((await training.send("POST", "/jobs/run", await asOperator())).status).toBe(403);
  });
});
