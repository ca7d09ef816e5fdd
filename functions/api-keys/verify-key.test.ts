import { beforeEach, describe, expect, it } from "vitest";
import {
  TEST_API_KEYS,
  TEST_KEY_ADDRESS,
  TEST_KEY_ID,
  TEST_KEY_OWNER_ID,
} from "../../tests/support/api-keys.ts";
import { apiKeysApp, userHeaders } from "../../tests/support/api-keys-app.ts";
import { TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";
import { ADMITTED, createMemoryRateLimiter } from "../../tests/support/memory/rate-limiter.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("POST /verify", () => {
  const verify = (body: object, headers: Record<string, string> = { apikey: TEST_SECRET_KEY }) =>
    platform.call("POST", "/verify", body, headers);

  it("tells a gateway whose key it is and what it may do", async () => {
    const { status, headers, body } = await verify({ key: TEST_API_KEYS.full });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      valid: true,
      code: "VALID",
      key: {
        id: TEST_KEY_ID,
        owner_id: TEST_KEY_OWNER_ID,
        name: "test",
        environment: "live",
        scopes: ["*"],
        rate_limit: { per_minute: 60, per_hour: 1_000 },
        metadata: {},
        expires_at: null,
      },
    });
  });

  it.each<[string, object]>([
    ["VALID", { key: TEST_API_KEYS.modelsOnly, scope: "models:read" }],
    ["VALID", { key: TEST_API_KEYS.bound, address: TEST_KEY_ADDRESS }],
    ["NOT_FOUND", { key: TEST_API_KEYS.unknown }],
    ["NOT_FOUND", { key: "no key at all" }],
    ["DISABLED", { key: TEST_API_KEYS.disabled }],
    ["EXPIRED", { key: TEST_API_KEYS.expired }],
    ["INSUFFICIENT_SCOPE", { key: TEST_API_KEYS.modelsOnly, scope: "predict:read" }],
    ["FORBIDDEN_IP", { key: TEST_API_KEYS.bound, address: "203.0.113.8" }],
    ["FORBIDDEN_IP", { key: TEST_API_KEYS.bound }],
  ])("answers %s of %s", async (code, body) => {
    const answer = await verify(body);
    expect(answer).toMatchObject({ status: 200, body: { valid: code === "VALID", code } });
    if (code !== "VALID") expect(answer.body.key).toBeNull();
  });

  it("is for API keys with the scope too, which learn of their owner's keys only", async () => {
    const asKey = (key: string, by: string) => verify({ key }, { "x-api-key": by });
    expect((await asKey(TEST_API_KEYS.modelsOnly, TEST_API_KEYS.full)).body.code).toBe("VALID");
    expect((await asKey(TEST_API_KEYS.disabled, TEST_API_KEYS.full)).body.code).toBe("NOT_FOUND");
    expect(await asKey(TEST_API_KEYS.full, TEST_API_KEYS.modelsOnly)).toMatchObject({
      status: 403,
      body: { code: "insufficient_scope", required_scope: "keys:verify" },
    });
    expect((await verify({ key: TEST_API_KEYS.full }, await userHeaders())).status).toBe(403);
  });

  it("takes a request from the key's limits, until there is none left", async () => {
    const body = { key: TEST_API_KEYS.full };
    const limiter = createMemoryRateLimiter([ADMITTED, { ...ADMITTED, allowed: false, remaining: 0 }]);
    platform = apiKeysApp({ limiter });
    expect((await verify(body)).body.code).toBe("VALID");
    expect(await verify(body)).toMatchObject({
      status: 200,
      body: { valid: false, code: "RATE_LIMITED", key: null },
    });
    const window = (limit: number, windowMs: number) => ({ kind: "sliding_window", limit, windowMs });
    expect(limiter.takings).toHaveLength(2);
    expect(limiter.takings[0]).toEqual(limiter.takings[1]);
    expect(limiter.takings[0]).toMatchObject({
      key: expect.stringContaining(TEST_KEY_ID),
      cost: 1,
      limits: [window(60, 60_000), window(1_000, 3_600_000)],
    });
  });

  it("takes nothing for a verdict that is not good, nor from a test key, which has no limits", async () => {
    const limiter = createMemoryRateLimiter();
    platform = apiKeysApp({ limiter });
    await verify({ key: TEST_API_KEYS.modelsOnly, scope: "predict:read" });
    expect((await verify({ key: TEST_API_KEYS.test })).body.code).toBe("VALID");
    expect(limiter.takings).toEqual([]);
  });

  it("says nothing of a key while nobody can count", async () => {
    const limiter = { kind: "upstash", take: () => Promise.reject(new Error("ECONNREFUSED")) };
    platform = apiKeysApp({ limiter });
    expect(await verify({ key: TEST_API_KEYS.full })).toMatchObject({
      status: 503,
      body: { code: "unavailable" },
    });
  });

  it.each([
    ["no key", {}, "/key"],
    ["a key too long to be one", { key: "x".repeat(201) }, "/key"],
    ["an unknown scope", { key: "x", scope: "predict:*" }, "/scope"],
    ["an address that is none", { key: "x", address: "here" }, "/address"],
  ])("refuses %s", async (_, body, pointer) => {
    const answer = await verify(body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});
