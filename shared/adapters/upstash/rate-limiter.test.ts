import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findRedis, type RedisServer } from "../../../supabase/local/redis/find-redis.ts";
import { startUpstash, type UpstashFront } from "../../../supabase/local/redis/start-upstash.ts";
import { describeRateLimiter } from "../../../tests/support/rate-limiter-suite.ts";
import { systemClock } from "../../http/system-clock.ts";
import { createUpstashRateLimiter } from "./rate-limiter.ts";

const LIMITS = [{ kind: "sliding_window", limit: 5, windowMs: 60_000 }] as const;
const server: RedisServer | undefined = await findRedis(() => {});
let front: UpstashFront;

beforeAll(async () => {
  if (!server) return console.warn("Skipped: there is neither REDIS_URL nor a redis-server on the PATH.");
  front = await startUpstash(server.url);
});
afterAll(async () => {
  await front?.stop();
  await server?.stop();
});

// A patient timeout: this suite is about the answers, and a test machine may stall.
if (server) describeRateLimiter("upstash", (clock) => createUpstashRateLimiter(front, clock, 10_000));

describe("without a Redis", () => {
  it("rejects when the server never answers: nothing passes in silence", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((ready) => silent.once("listening", ready));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as { port: number };
    const limiter = createUpstashRateLimiter(
      { url: `http://127.0.0.1:${port}`, token: "t" },
      systemClock,
      20,
    );
    await expect(limiter.take("key", LIMITS, 1)).rejects.toThrow();
  });

  it("rejects when nobody listens", async () => {
    const limiter = createUpstashRateLimiter({ url: "http://127.0.0.1:9", token: "t" }, systemClock);
    await expect(limiter.take("key", LIMITS, 1)).rejects.toThrow();
  });
});
