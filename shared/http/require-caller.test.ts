import { expect, it } from "vitest";
import * as z from "zod";
import { TEST_API_KEYS, TEST_KEY_ID } from "../../tests/support/api-keys.ts";
import { TEST_SECRET_KEY, testHttpDeps } from "../../tests/support/http-deps.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer } from "./define-route.ts";
import { refuseRealSymbols } from "./test-keys.ts";

const Answer = z.object({ ok: z.boolean() });
const answers = { responses: { 200: jsonAnswer(Answer, "Fine") } };
const scoped = defineRoute(
  { callers: ["secret", "api_key"], scope: "market-data:read" },
  {
    method: "get",
    path: "/scoped",
    operationId: "getScoped",
    summary: "Scoped",
    request: { query: z.object({ symbol: z.string(), reference: z.string().optional() }) },
    ...answers,
  },
);
const secretOnly = defineRoute(
  { callers: ["secret"] },
  { method: "get", path: "/secret", operationId: "getSecret", summary: "Secret", ...answers },
);
// @ts-expect-error a route that takes API keys names a scope
defineRoute({ callers: ["api_key"] }, { method: "get", path: "/", operationId: "getOpen", ...answers });

const http = testHttpDeps();
const app = createHttpApp("test", http);
app.openapi(scoped, (c) => {
  const { symbol, reference } = c.req.valid("query");
  refuseRealSymbols(c.var.caller, [symbol, reference]);
  return c.json({ ok: true }, 200);
});
app.openapi(secretOnly, (c) => c.json({ ok: true }, 200));
const call = (path: string, key: string) => app.request(`/test${path}`, { headers: { "x-api-key": key } });

it.each([
  ["with its scope", "/scoped?symbol=EURUSD", TEST_API_KEYS.full, 200, undefined],
  ["without its scope", "/scoped?symbol=EURUSD", TEST_API_KEYS.modelsOnly, 403, "insufficient_scope"],
  ["that takes no keys", "/secret", TEST_API_KEYS.full, 403, "forbidden"],
  ["with a key that has expired", "/scoped?symbol=EURUSD", TEST_API_KEYS.expired, 401, "unauthenticated"],
  ["with a test key on a synthetic symbol", "/scoped?symbol=SYN-COIN", TEST_API_KEYS.test, 200, undefined],
  ["with a test key on a real symbol", "/scoped?symbol=EURUSD", TEST_API_KEYS.test, 403, "test_key"],
  [
    "with a test key that compares with a real symbol",
    "/scoped?symbol=SYN-COIN&reference=EURUSD",
    TEST_API_KEYS.test,
    403,
    "test_key",
  ],
])("a route %s", async (_, path, key, status, code) => {
  const answer = await call(path, key);
  expect(answer.status).toBe(status);
  expect((await answer.json()).code).toBe(code);
});

it("counts what keys called, by route and status, and nothing that a caller made up", async () => {
  http.counted.length = 0;
  await call("/scoped?symbol=EURUSD", TEST_API_KEYS.full);
  await call("/scoped?symbol=EURUSD", TEST_API_KEYS.modelsOnly);
  await call("/made-up/path", TEST_API_KEYS.full);
  await call("/scoped?symbol=EURUSD", TEST_API_KEYS.expired);
  await app.request("/test/secret", { headers: { apikey: TEST_SECRET_KEY } });
  expect(http.counted).toEqual([
    { keyId: TEST_KEY_ID, endpoint: "GET /test/scoped", status: 200 },
    { keyId: TEST_KEY_ID, endpoint: "GET /test/scoped", status: 403 },
    { keyId: TEST_KEY_ID, endpoint: "unknown", status: 404 },
  ]);
});

it("says which scope is missing", async () => {
  const answer = await call("/scoped?symbol=EURUSD", TEST_API_KEYS.modelsOnly);
  expect(await answer.json()).toMatchObject({ required_scope: "market-data:read" });
});
