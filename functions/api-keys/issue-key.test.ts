import { beforeEach, describe, expect, it } from "vitest";
import { isKeyText } from "../../shared/api-keys/key-text.ts";
import { hashKey } from "../../shared/services/api-keys/hash.ts";
import { apiKeysApp, MAX_KEYS, NEW_KEY } from "../../tests/support/api-keys-app.ts";
import { TEST_NOW, TEST_USER_ID } from "../../tests/support/http-deps.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("POST /", () => {
  it("shows the key once and stores its hash alone", async () => {
    const { status, headers, body } = await platform.call("POST", "", NEW_KEY);
    expect(status).toBe(201);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(isKeyText(body.key)).toBe(true);
    expect(body).toMatchObject({
      name: "bot",
      type: "prediction",
      environment: "live",
      prefix: body.key.slice(0, 14),
      status: "active",
      scopes: ["predict:read"],
      rate_limit: { per_minute: 60, per_hour: 1_000 },
      description: null,
      ip_allowlist: [],
      metadata: {},
      expires_at: null,
      usage_count: 0,
      created_at: new Date(TEST_NOW).toISOString(),
    });
    const stored = platform.keys.entries.get(body.id)!;
    expect(stored).toMatchObject({ userId: TEST_USER_ID, hash: await hashKey(body.key) });
    expect(JSON.stringify([...platform.keys.entries])).not.toContain(body.key);
    const { body: read } = await platform.call("GET", `/${body.id}`);
    const { key: _, ...record } = body;
    expect(read).toEqual(record);
    expect(platform.http.lines.join("\n")).not.toContain(body.key);
  });

  it("takes everything that an owner may choose", async () => {
    const body = await platform.issue({
      environment: "test",
      type: "gateway",
      scopes: ["signals:*", "keys:verify", "signals:*"],
      expires_at: "2026-02-01T00:00:00+01:00",
      ip_allowlist: ["203.0.113.7", "10.0.0.0/8", "2001:db8::/32"],
      metadata: { plan: "gold", seats: 3, trial: false },
      description: " Held by the desk.\nRevoke with it. ",
    });
    expect(body.key).toMatch(/^ew_test_/);
    expect(body).toMatchObject({
      environment: "test",
      type: "gateway",
      scopes: ["signals:*", "keys:verify"],
      expires_at: "2026-01-31T23:00:00.000Z",
      ip_allowlist: ["203.0.113.7", "10.0.0.0/8", "2001:db8::/32"],
      metadata: { plan: "gold", seats: 3, trial: false },
      description: "Held by the desk.\nRevoke with it.",
    });
  });

  it("makes every key another one", async () => {
    const [a, b] = [await platform.issue(), await platform.issue()];
    expect(a.key).not.toBe(b.key);
    expect(a.id).not.toBe(b.id);
  });

  it("stops at the limit of keys, which the store is told", async () => {
    const limits: number[] = [];
    platform = apiKeysApp({
      outcomes: () => ({
        async issue(_owner, _key, maxKeys) {
          limits.push(maxKeys);
          return undefined;
        },
      }),
    });
    expect(await platform.call("POST", "", NEW_KEY)).toMatchObject({
      status: 409,
      body: { code: "key_limit" },
    });
    expect(limits).toEqual([MAX_KEYS]);
  });

  it.each<[string, unknown, string]>([
    ["no body", undefined, ""],
    ["no name", { scopes: ["predict:read"] }, "/name"],
    ["a name of spaces", { ...NEW_KEY, name: "  " }, "/name"],
    ["a name too long", { ...NEW_KEY, name: "x".repeat(101) }, "/name"],
    ["a name with a control character", { ...NEW_KEY, name: "a\u0000b" }, "/name"],
    ["a name with half a character", { ...NEW_KEY, name: "a\ud800b" }, "/name"],
    ["no scopes", { name: "bot" }, "/scopes"],
    ["an empty list of scopes", { ...NEW_KEY, scopes: [] }, "/scopes"],
    ["a scope that does not exist", { ...NEW_KEY, scopes: ["predict:read", "admin:*"] }, "/scopes/1"],
    ["an unknown environment", { ...NEW_KEY, environment: "prod" }, "/environment"],
    ["a type that is no word", { ...NEW_KEY, type: "My Type" }, "/type"],
    ["an expiry that is over", { ...NEW_KEY, expires_at: TEST_NOW }, "/expires_at"],
    ["an expiry without a zone", { ...NEW_KEY, expires_at: "2027-01-01T00:00:00" }, "/expires_at"],
    ["a network that is none", { ...NEW_KEY, ip_allowlist: ["10.0.0.0/33"] }, "/ip_allowlist/0"],
    ["a name for an address", { ...NEW_KEY, ip_allowlist: ["localhost"] }, "/ip_allowlist/0"],
    ["too many networks", { ...NEW_KEY, ip_allowlist: Array(65).fill("10.0.0.1") }, "/ip_allowlist"],
    ["metadata that is no object", { ...NEW_KEY, metadata: [] }, "/metadata"],
    ["a description without a text", { ...NEW_KEY, description: " " }, "/description"],
    ["a description too long", { ...NEW_KEY, description: "x".repeat(1_001) }, "/description"],
    ["a description with a control character", { ...NEW_KEY, description: "a\u0000b" }, "/description"],
    ["nested metadata", { ...NEW_KEY, metadata: { a: {} } }, "/metadata/a"],
    ["a number that text would be longer than", { ...NEW_KEY, metadata: { a: 1e300 } }, "/metadata/a"],
    ["limits, which are not the owner's to set", { ...NEW_KEY, rate_limit: { per_minute: 1e6 } }, ""],
  ])("refuses %s", async (_, body, pointer) => {
    const answer = await platform.call("POST", "", body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    if (pointer !== "") expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(platform.keys.entries.size).toBe(0);
  });
});
