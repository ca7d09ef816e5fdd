import { beforeEach, describe, expect, it } from "vitest";
import {
  asOperator,
  asUser,
  BODY,
  CRON,
  NOBODY,
  SECRET,
  trainingApp,
} from "../../tests/support/training-app.ts";

let training: Awaited<ReturnType<typeof trainingApp>>;
beforeEach(async () => {
  training = await trainingApp();
});

const list = (query = "") => training.send("GET", `/jobs${query}`, SECRET);
const scopesOf = ({ answer }: Awaited<ReturnType<typeof list>>) =>
  answer.jobs.map(({ scope }: { scope: string }) => scope);

describe("GET /", () => {
  beforeEach(async () => {
    for (const horizon of [12, 13, 14]) await training.trigger({ ...BODY, horizon, priority: horizon - 12 });
  });

  it("gives a page, newest first, and where the next one begins", async () => {
    const first = await list("?limit=2");
    expect(scopesOf(first)).toEqual(["EURUSD 1h 14", "EURUSD 1h 13"]);
    expect(first.answer.jobs[0]).toMatchObject({
      kind: "training",
      state: "queued",
      priority: 2,
      owner_id: null,
    });
    expect(first.answer.jobs[0]).not.toHaveProperty("result");
    const second = await list(`?limit=2&cursor=${first.answer.next_cursor}`);
    expect(scopesOf(second)).toEqual(["EURUSD 1h 12"]);
    expect(second.answer.next_cursor).toBeNull();
  });

  it("gives those of a kind, a state and a scope", async () => {
    await training.send("POST", "/jobs/run", CRON);
    expect(scopesOf(await list("?state=running"))).toEqual(["EURUSD 1h 12"]);
    expect(scopesOf(await list("?kind=training&scope=EURUSD+1h+13"))).toEqual(["EURUSD 1h 13"]);
    expect(scopesOf(await list("?kind=upload_evaluation"))).toEqual([]);
  });

  it.each([
    ["an unknown kind", "?kind=backtest", "/query/kind"],
    ["an unknown state", "?state=lost", "/query/state"],
    ["a page of nothing", "?limit=0", "/query/limit"],
    ["a cursor that is none", "?cursor=1", "/query/cursor"],
  ])("refuses %s", async (_, query, pointer) => {
    const { status, answer } = await list(query);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ code: "invalid_request", errors: [{ pointer }] });
  });

  it("is for secret keys and operators only", async () => {
    expect((await training.send("GET", "/jobs", await asOperator())).status).toBe(200);
    for (const headers of [await asUser(), CRON])
      expect((await training.send("GET", "/jobs", headers)).status).toBe(403);
    expect((await training.send("GET", `/jobs?cursor=${NOBODY}`, {})).status).toBe(401);
  });
});
