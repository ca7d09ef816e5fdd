import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Answer, type Judge, predictionRequest, send } from "./ask.ts";
import { COLD_MODELS, type Ground } from "./ground.ts";

const FAULT_MS = 1_500;

/** Redis gone, slow, or taking requests and never answering them. */
export function redisFaults(scene: () => { ground: Ground; judge: Judge }): void {
  describe("Redis", () => {
    it.each(["gone", "slow", "silent"] as const)(
      "%s: reads pass, keys are told to come again",
      async (state) => {
        const { ground, judge } = scene();
        if (!ground.redis) return console.warn("Skipped: there is no Redis.");
        ground.redis.become(state);
        const counts = await judge.during(sleep(FAULT_MS));
        ground.redis.become("works");
        await judge.seesRecovery();
        expect(Object.keys(counts)).toEqual(expect.arrayContaining(["200", "503"]));
      },
    );
  });
}

/** Postgres goes away under load, and comes back. */
export function postgresFaults(scene: () => { ground: Ground; judge: Judge }): void {
  it("Postgres restarting: nobody is told anything wrong", async () => {
    const { ground, judge } = scene();
    async function restart(): Promise<void> {
      await ground.database.stop();
      await sleep(FAULT_MS);
      await ground.database.start();
    }
    const counts = await judge.during(restart());
    await judge.seesRecovery();
    expect(counts["503"]).toBeGreaterThan(0);
  });
}

/** Storage fails while a model is to be loaded. */
export function storageFaults(scene: () => { ground: Ground; judge: Judge }): void {
  describe("Storage", () => {
    it.each([
      ["refuses", COLD_MODELS[0]],
      ["stops midway", COLD_MODELS[1]],
    ] as const)("%s: a model is not served, then it is", async (state, version) => {
      const { ground, judge } = scene();
      const headers = { "x-api-key": ground.key, "content-type": "application/json" };
      const ask = (): Promise<Answer> =>
        send(ground, "ml-predict", predictionRequest(headers, { model_version: version }));
      ground.platform.become(state);
      for (let attempt = 0; attempt < 3; attempt++) {
        const refused = await ask();
        expect(refused).toMatchObject({ status: 503, body: { code: "unavailable" } });
        expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      }
      ground.platform.become("works");
      await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(200);
      await judge.seesRecovery();
    });
  });
}
