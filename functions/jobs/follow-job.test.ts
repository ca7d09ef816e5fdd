import { beforeEach, describe, expect, it } from "vitest";
import { CRON, NOBODY, SECRET, trainingApp } from "../../tests/support/training-app.ts";

let training: Awaited<ReturnType<typeof trainingApp>>;
beforeEach(async () => {
  training = await trainingApp();
});

describe("GET /{id} as events", () => {
  const EVENTS = { ...SECRET, accept: "text/event-stream" };
  const follow = (id: string, headers: Record<string, string> = EVENTS) =>
    training.jobsApp.request(`/jobs/${id}`, { headers });

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
    const { answer } = await training.trigger();
    await training.send("POST", "/jobs/run", CRON);
    return answer.job_id as string;
  }

  it("tells each step until the job has been cancelled, and then sends clients away", async () => {
    const id = await jobAfterOneSlice();
    const response = await follow(id);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const told = eventsOf(response);
    await training.send("POST", "/jobs/run", CRON);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await training.send("POST", `/jobs/${id}/cancel`, SECRET);
    const events = await told;
    expect(events[0]).toMatchObject({
      event: "progress",
      id: "1",
      retry: expect.stringMatching(/^[123]\d{3}$/),
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
