import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { createMemoryRateLimiter } from "../../tests/support/memory/rate-limiter.ts";
import type { LimitState } from "../limits/limit.ts";
import { DEFAULT_TIERS } from "../limits/tier.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer, jsonBody } from "./define-route.ts";
import type { App, HttpDeps } from "./env.ts";

const ANYBODY = {
  callers: ["anyone", "anon", "user", "api_key", "secret"],
  scope: "market-data:read",
} as const;
const answers = { responses: { 200: jsonAnswer(z.object({ ok: z.boolean() }), "Fine") } };
const read = defineRoute(ANYBODY, { method: "get", path: "/read", operationId: "getRead", ...answers });
const exempt = defineRoute(
  { callers: ["anyone"], limit: "exempt" },
  { method: "get", path: "/exempt", operationId: "getExempt", ...answers },
);
const batch = defineRoute(
  { ...ANYBODY, limit: { cost: ({ body }) => (Array.isArray(body) ? body.length : 1), onFailure: "closed" } },
  {
    method: "post",
    path: "/batch",
    operationId: "writeBatch",
    request: { body: jsonBody(z.array(z.number())) },
    ...answers,
  },
);

const TIERS = {
  ...DEFAULT_TIERS,
  anyone: { perMinute: 2, perHour: 100, burst: null },
  anon: { perMinute: 3, perHour: null, burst: null },
  user: { perMinute: 10, perHour: null, burst: null },
};

const LEFT: LimitState = { allowed: true, limit: 2, remaining: 1, resetMs: 60_000 };
const SPENT: LimitState = { allowed: false, limit: 2, remaining: 0, resetMs: 61_500 };

let deps: ReturnType<typeof testHttpDeps>;
let app: App;
let limiter: ReturnType<typeof createMemoryRateLimiter>;

/** The routes over a limiter that gives these verdicts. */
function mount(verdicts: readonly LimitState[] = [], change: Partial<HttpDeps> = {}) {
  deps = testHttpDeps();
  limiter = createMemoryRateLimiter(verdicts);
  app = createHttpApp("test", { ...deps, tiers: async () => TIERS, limiter, ...change });
  for (const route of [read, exempt, batch]) app.openapi(route, (c) => c.json({ ok: true }, 200));
}
beforeEach(() => mount());

const get = (path: string, headers: Record<string, string> = {}) => app.request(`/test/${path}`, { headers });
const post = (body: unknown, headers: Record<string, string>) =>
  app.request("/test/batch", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
const from = (address: string) => ({ "x-test-address": address });
const asUser = async () => ({ authorization: `Bearer ${await signTestToken()}` });

const window = (limit: number, windowMs = 60_000) => ({ kind: "sliding_window", limit, windowMs });

describe("a limited route", () => {
  it("tells how the tightest limit stands", async () => {
    mount([LEFT]);
    const { headers } = await get("read", from("203.0.113.7"));
    expect(headers.get("ratelimit-limit")).toBe("2");
    expect(headers.get("ratelimit-remaining")).toBe("1");
    expect(headers.get("ratelimit-reset")).toBe("60");
    expect(headers.get("ratelimit-policy")).toBe("2;w=60, 100;w=3600");
    expect(limiter.takings).toMatchObject([{ cost: 1, limits: [window(2), window(100, 3_600_000)] }]);
  });

  it("refuses what is over, and says when it would pass: not before, and then it does", async () => {
    mount([LEFT, { ...LEFT, remaining: 0 }, SPENT, LEFT]);
    const caller = from("203.0.113.7");
    for (let i = 0; i < 2; i++) expect((await get("read", caller)).status).toBe(200);
    const refused = await get("read", caller);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect(await refused.json()).toMatchObject({ code: "rate_limited", status: 429 });
    expect(refused.headers.get("retry-after")).toBe(String(Math.ceil(SPENT.resetMs / 1_000)));
    expect((await get("read", caller)).status).toBe(200);
  });

  it("counts each address, user and key by itself", async () => {
    const callers = [
      from("203.0.113.7"),
      from("2001:db8::1"),
      { apikey: TEST_PUBLISHABLE_KEY, ...from("203.0.113.8") },
      await asUser(),
      { "x-api-key": TEST_API_KEYS.full },
    ];
    for (const caller of callers) await get("read", caller);
    expect(new Set(limiter.takings.map(({ key }) => key)).size).toBe(callers.length);
    expect(limiter.takings.map(({ limits }) => limits[0])).toEqual([2, 2, 3, 10, 60].map((n) => window(n)));
    await get("read", from("2001:db8::ffff"));
    expect(limiter.takings[5]!.key).toBe(limiter.takings[1]!.key);
  });

  it("holds an API key to its own limits", async () => {
    const { headers } = await get("read", { "x-api-key": TEST_API_KEYS.full });
    expect(headers.get("ratelimit-policy")).toBe("60;w=60, 1000;w=3600");
  });

  it("counts a test key, which costs nothing, as its address", async () => {
    await get("read", { "x-api-key": TEST_API_KEYS.test, ...from("203.0.113.7") });
    await get("read", from("203.0.113.7"));
    const [ofKey, ofAddress] = limiter.takings;
    expect(ofKey).toEqual(ofAddress);
    expect(ofKey!.limits[0]).toEqual(window(2));
  });

  it("does not count the platform itself, nor an exempt route", async () => {
    for (const answer of [await get("read", { apikey: TEST_SECRET_KEY }), await get("exempt")]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("ratelimit-limit")).toBeNull();
    }
    expect((await get("read", { apikey: TEST_CRON_KEY })).headers.get("ratelimit-limit")).toBeNull();
    expect(limiter.takings).toEqual([]);
  });

  it("shows the limits in refusals of other kinds too", async () => {
    mount([{ ...LEFT, limit: 10, remaining: 9 }]);
    const answer = await post("no list", await asUser());
    expect(answer.status).toBe(400);
    expect(answer.headers.get("ratelimit-remaining")).toBe("9");
  });
});

describe("a cost", () => {
  const costs = () => limiter.takings.map(({ cost }) => cost);

  it("is what the request weighs, taken whole or refused", async () => {
    mount([LEFT, SPENT]);
    const user = await asUser();
    expect((await post([1, 2, 3, 4, 5, 6], user)).status).toBe(200);
    expect((await post([1, 2, 3, 4, 5], user)).status).toBe(429);
    expect(costs()).toEqual([6, 5]);
  });

  it("is never more than the whole limit, so that nothing is refused forever", async () => {
    const many = Array.from({ length: 500 }, () => 1);
    expect((await post(many, await asUser())).status).toBe(200);
    expect(costs()).toEqual([10]);
  });

  it.each([
    ["text that is no JSON", "{"],
    ["an empty list", "[]"],
    ["a number that is none", "null"],
  ])("is at least 1, whatever is sent: %s", async (_, body) => {
    const headers = { "content-type": "application/json", ...(await asUser()) };
    await app.request("/test/batch", { method: "POST", body, headers });
    expect(costs()).toEqual([1]);
  });
});

describe("while nobody can count", () => {
  const down = () => Promise.reject(new Error("ECONNREFUSED redis:6379"));
  beforeEach(() => mount([], { limiter: { kind: "upstash", take: down } }));

  it("a public read passes, uncounted and without headers that would be made up", async () => {
    const answer = await get("read");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit-limit")).toBeNull();
    expect(deps.lines.join()).toContain("rate_limiter_failed");
  });

  it.each([
    ["a route that says closed", async () => post([1], await asUser())],
    ["an API key, whatever the route says", () => get("read", { "x-api-key": TEST_API_KEYS.full })],
  ])("%s is answered 503 with a time to come back", async (_, call) => {
    const answer = await call();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: "unavailable" });
    expect(text).not.toContain("redis");
  });
});
