import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findRedis, type RedisServer } from "./find-redis.ts";
import { startUpstash, type UpstashFront } from "./start-upstash.ts";

const server: RedisServer | undefined = await findRedis(() => {});
let front: UpstashFront;
let redis: Redis;

beforeAll(async () => {
  if (!server) return console.warn("Skipped: there is neither REDIS_URL nor a redis-server on the PATH.");
  front = await startUpstash(server.url);
  redis = new Redis({ url: front.url, token: front.token });
});
afterAll(async () => {
  await front?.stop();
  await server?.stop();
});

describe.skipIf(!server)("the Upstash front", () => {
  it("keeps what Upstash's client sets, of every type, in base64 and without", async () => {
    const plain = new Redis({ url: front.url, token: front.token, responseEncoding: false });
    for (const client of [redis, plain]) {
      expect(await client.set("name", "Grüße ✓")).toBe("OK");
      expect(await client.get("name")).toBe("Grüße ✓");
      await client.hset("hash", { a: 1, b: { c: [2] } });
      expect(await client.hgetall("hash")).toEqual({ a: 1, b: { c: [2] } });
      expect(await client.mget("name", "none")).toEqual(["Grüße ✓", null]);
    }
  });

  it("runs pipelines and transactions", async () => {
    const results = await redis.pipeline().set("n", 1).incr("n").get("n").exec();
    expect(results).toEqual(["OK", 2, 2]);
    expect(await redis.multi().incrby("n", 5).get("n").exec()).toEqual([7, 7]);
  });

  it("lets @upstash/ratelimit count, by each of its algorithms", async () => {
    const limiters = [
      Ratelimit.fixedWindow(2, "1 h"),
      Ratelimit.slidingWindow(2, "1 h"),
      Ratelimit.tokenBucket(1, "1 h", 2),
    ];
    for (const [index, limiter] of limiters.entries()) {
      const ratelimit = new Ratelimit({ redis, limiter, prefix: `test${index}` });
      const answers = [await ratelimit.limit("me"), await ratelimit.limit("me"), await ratelimit.limit("me")];
      expect(answers.map((answer) => answer.success)).toEqual([true, true, false]);
    }
  });

  it("reports Redis's own errors, and refuses strangers and nonsense", async () => {
    await redis.set("text", "x");
    await expect(redis.incr("text")).rejects.toThrow("not an integer");
    await expect(new Redis({ url: front.url, token: "wrong" }).get("text")).rejects.toThrow("WRONGPASS");
    const headers = { authorization: `Bearer ${front.token}` };
    for (const body of ["", "{}", "[]", '[{"a":1}]']) {
      expect((await fetch(front.url, { method: "POST", headers, body })).status).toBe(400);
    }
  });
});
