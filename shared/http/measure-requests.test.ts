import { expect, it } from "vitest";
import * as z from "zod";
import { TEST_SECRET_KEY, testHttpDeps } from "../../tests/support/http-deps.ts";
import { ADMITTED, createMemoryRateLimiter } from "../../tests/support/memory/rate-limiter.ts";
import { DEFAULT_TIERS } from "../limits/tier.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer } from "./define-route.ts";

const route = defineRoute(
  { callers: ["anyone"], limit: { onFailure: "open" } },
  {
    method: "get",
    path: "/things/{id}",
    operationId: "getThing",
    request: { params: z.object({ id: z.string() }), query: z.object({ cache: z.string().optional() }) },
    responses: { 200: jsonAnswer(z.object({}), "Fine") },
  },
);

it("tells metrics the route, never the path, with status, cache and limiter", async () => {
  const deps = testHttpDeps();
  const tiers = { ...DEFAULT_TIERS, anyone: { perMinute: 5, perHour: null, burst: null } };
  const spent = { ...ADMITTED, allowed: false };
  const limiter = createMemoryRateLimiter([...Array(5).fill(ADMITTED), spent]);
  const app = createHttpApp("test", { ...deps, tiers: async () => tiers, limiter });
  app.openapi(route, (c) => {
    const { cache } = c.req.valid("query");
    if (cache) c.header("x-cache", cache);
    return c.json({}, 200);
  });
  for (const path of ["1?cache=hit", "2?cache=miss", "3?cache=made-up", "4", "5", "6"]) {
    await app.request(`/test/things/${path}`);
  }
  await app.request("/test/made/up");
  await app.request("/test/things/1", { headers: { apikey: `${TEST_SECRET_KEY}x` } });
  const endpoint = "GET /test/things/:id";
  const allowed = { endpoint, status: 200, limiter: "allowed", durationMs: 0 };
  expect(deps.measured).toEqual([
    { ...allowed, cache: "hit" },
    { ...allowed, cache: "miss" },
    { ...allowed, cache: "none" },
    { ...allowed, cache: "none" },
    { ...allowed, cache: "none" },
    { ...allowed, cache: "none", status: 429, limiter: "limited" },
    { endpoint: "unknown", status: 404, cache: "none", limiter: "none", durationMs: 0 },
    { endpoint: expect.any(String), status: 401, cache: "none", limiter: "allowed", durationMs: 0 },
  ]);
});
