import { beforeEach, describe, expect, it } from "vitest";
import { isKeyText } from "../../shared/api-keys/key-text.ts";
import { Failure } from "../../shared/failure.ts";
import { hashKey } from "../../shared/services/api-keys/hash.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { apiKeysApp, MAX_KEYS, userHeaders } from "../../tests/support/api-keys-app.ts";
import {
  TEST_CRON_KEY,
  TEST_NOW,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  TEST_USER_ID,
} from "../../tests/support/http-deps.ts";

const UNKNOWN_ID = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
const OTHER_USER_ID = "8a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a88";
const BODY = { name: "bot", scopes: ["predict:read"] };

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

const call = (...request: Parameters<typeof platform.call>) => platform.call(...request);
const issue = async (changes: object = {}) => (await call("POST", "", { ...BODY, ...changes })).body;

describe("POST /", () => {
  it("shows the key once and stores its hash alone", async () => {
    const { status, headers, body } = await call("POST", "", BODY);
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
    const { body: read } = await call("GET", `/${body.id}`);
    const { key: _, ...record } = body;
    expect(read).toEqual(record);
    expect(platform.http.lines.join("\n")).not.toContain(body.key);
  });

  it("takes everything that an owner may choose", async () => {
    const body = await issue({
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
    const [a, b] = [await issue(), await issue()];
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
    expect(await call("POST", "", BODY)).toMatchObject({ status: 409, body: { code: "key_limit" } });
    expect(limits).toEqual([MAX_KEYS]);
  });

  it.each<[string, unknown, string]>([
    ["no body", undefined, ""],
    ["no name", { scopes: ["predict:read"] }, "/name"],
    ["a name of spaces", { ...BODY, name: "  " }, "/name"],
    ["a name too long", { ...BODY, name: "x".repeat(101) }, "/name"],
    ["a name with a control character", { ...BODY, name: "a\u0000b" }, "/name"],
    ["a name with half a character", { ...BODY, name: "a\ud800b" }, "/name"],
    ["no scopes", { name: "bot" }, "/scopes"],
    ["an empty list of scopes", { ...BODY, scopes: [] }, "/scopes"],
    ["a scope that does not exist", { ...BODY, scopes: ["predict:read", "admin:*"] }, "/scopes/1"],
    ["an unknown environment", { ...BODY, environment: "prod" }, "/environment"],
    ["a type that is no word", { ...BODY, type: "My Type" }, "/type"],
    ["an expiry that is over", { ...BODY, expires_at: TEST_NOW }, "/expires_at"],
    ["an expiry without a zone", { ...BODY, expires_at: "2027-01-01T00:00:00" }, "/expires_at"],
    ["a network that is none", { ...BODY, ip_allowlist: ["10.0.0.0/33"] }, "/ip_allowlist/0"],
    ["a name for an address", { ...BODY, ip_allowlist: ["localhost"] }, "/ip_allowlist/0"],
    ["too many networks", { ...BODY, ip_allowlist: Array(65).fill("10.0.0.1") }, "/ip_allowlist"],
    ["metadata that is no object", { ...BODY, metadata: [] }, "/metadata"],
    ["a description without a text", { ...BODY, description: " " }, "/description"],
    ["a description too long", { ...BODY, description: "x".repeat(1_001) }, "/description"],
    ["a description with a control character", { ...BODY, description: "a\u0000b" }, "/description"],
    ["nested metadata", { ...BODY, metadata: { a: {} } }, "/metadata/a"],
    ["a number that text would be longer than", { ...BODY, metadata: { a: 1e300 } }, "/metadata/a"],
    ["limits, which are not the owner's to set", { ...BODY, rate_limit: { per_minute: 1e6 } }, ""],
  ])("refuses %s", async (_, body, pointer) => {
    const answer = await call("POST", "", body);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    if (pointer !== "") expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(platform.keys.entries.size).toBe(0);
  });
});

describe("GET /", () => {
  it("pages through the caller's own keys, newest first", async () => {
    const ids = [(await issue()).id, (await issue()).id, (await issue()).id];
    await call("POST", "", BODY, await userHeaders(OTHER_USER_ID));
    const first = (await call("GET", "?limit=2")).body;
    const second = (await call("GET", `?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.keys, ...second.keys].map(({ id }) => id)).toEqual(ids.reverse());
    expect(second.next_cursor).toBeNull();
    expect(JSON.stringify([first, second])).not.toMatch(/ew_live_\w{20}|hash/);
  });

  it.each(["?limit=0", "?limit=101", "?cursor=x", "?status=active"])("refuses %s", async (query) => {
    expect(await call("GET", query)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });
});

describe("PATCH /{id}", () => {
  it("changes what is sent and nothing else", async () => {
    const { id, key: _, ...before } = await issue({ metadata: { a: 1 } });
    const { body } = await call("PATCH", `/${id}`, { name: "renamed", scopes: ["*"] });
    expect(body).toEqual({ ...before, id, name: "renamed", scopes: ["*"] });
  });

  it("writes a description and takes it away", async () => {
    const { id } = await issue();
    expect((await call("PATCH", `/${id}`, { description: "Notes." })).body.description).toBe("Notes.");
    expect((await call("PATCH", `/${id}`, { name: "renamed" })).body.description).toBe("Notes.");
    expect((await call("PATCH", `/${id}`, { description: null })).body.description).toBeNull();
  });

  it("disables and enables", async () => {
    const { id } = await issue();
    expect((await call("PATCH", `/${id}`, { disabled: true })).body.status).toBe("disabled");
    expect((await call("PATCH", `/${id}`, { disabled: false })).body.status).toBe("active");
  });

  it("refuses what is not the owner's to change", async () => {
    const { id } = await issue();
    const before = platform.keys.entries.get(id);
    const refused = [
      {},
      { rate_limit: {} },
      { expires_at: null },
      { scopes: ["x:y"] },
      { environment: "test" },
    ];
    for (const body of refused) expect((await call("PATCH", `/${id}`, body)).status).toBe(400);
    expect(platform.keys.entries.get(id)).toBe(before);
  });
});

describe("POST /{id}/rotate", () => {
  it("gives another text to the same key, and the old one a grace", async () => {
    platform = apiKeysApp({
      outcomes: ({ rotate }) => ({
        async rotate(owner, id, text, graceSeconds) {
          const rotated = await rotate(owner, id, text, graceSeconds);
          return { ...rotated, previousValidUntil: TEST_NOW + graceSeconds * 1_000 };
        },
      }),
    });
    const { key, id } = await issue();
    const { status, headers, body } = await call("POST", `/${id}/rotate`, { grace_seconds: 3_600 });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(isKeyText(body.key)).toBe(true);
    expect(body.key).not.toBe(key);
    expect(body).toMatchObject({
      id,
      prefix: body.key.slice(0, 14),
      rotated_at: new Date(TEST_NOW).toISOString(),
      previous_valid_until: new Date(TEST_NOW + 3_600_000).toISOString(),
    });
    expect(platform.keys.entries.get(id)!.hash).toBe(await hashKey(body.key));
  });

  it("ends the old text at once when no grace is asked for, and keeps the environment", async () => {
    const { id } = await issue({ environment: "test" });
    const { body } = await call("POST", `/${id}/rotate`, {});
    expect(body).toMatchObject({ previous_valid_until: null });
    expect(body.key).toMatch(/^ew_test_/);
  });

  it.each([-1, 1.5, 2_592_001, "60"])("refuses a grace of %s seconds", async (grace_seconds) => {
    const { id } = await issue();
    const answer = await call("POST", `/${id}/rotate`, { grace_seconds });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/grace_seconds" }] } });
  });
});

describe("DELETE /{id}", () => {
  it("revokes, however often it is asked", async () => {
    const { id } = await issue();
    for (let asked = 0; asked < 2; asked++) {
      expect(await call("DELETE", `/${id}`)).toMatchObject({
        status: 200,
        body: { status: "revoked", revoked_at: new Date(TEST_NOW).toISOString() },
      });
    }
  });
});

describe("a change that the store refuses", () => {
  it("is a conflict: a revoked key neither changes nor rotates", async () => {
    const refuse = () => Promise.reject(new Failure("conflict", "the API key is revoked"));
    platform = apiKeysApp({ outcomes: () => ({ edit: refuse, rotate: refuse }) });
    const { id } = await issue();
    const conflict = { status: 409, body: { code: "conflict", detail: "the API key is revoked" } };
    expect(await call("PATCH", `/${id}`, { disabled: false })).toMatchObject(conflict);
    expect(await call("POST", `/${id}/rotate`, {})).toMatchObject(conflict);
  });
});

describe("GET /{id}/usage", () => {
  const entry = (day: string, status: number, calls: number) => ({
    day,
    endpoint: "POST /ml-predict",
    status,
    calls,
  });

  it("tells the last thirty days, or those asked for", async () => {
    const { id } = await issue();
    platform.usage[id] = [
      entry("2025-12-16", 200, 1),
      entry("2025-12-17", 200, 2),
      entry("2026-01-15", 429, 3),
    ];
    expect((await call("GET", `/${id}/usage`)).body).toEqual({
      key_id: id,
      from: "2025-12-17",
      to: "2026-01-15",
      calls: 5,
      usage: platform.usage[id].slice(1),
    });
    const day = await call("GET", `/${id}/usage?from=2025-12-16&to=2025-12-16`);
    expect(day.body).toMatchObject({ calls: 1 });
  });

  it.each([
    "from=yesterday",
    "from=2026-01-02&to=2026-01-01",
    "from=2025-01-01&to=2026-01-01",
    "from=2026-02-30",
  ])("refuses %s", async (query) => {
    const { id } = await issue();
    expect(await call("GET", `/${id}/usage?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/query/from" }] },
    });
  });
});

describe("somebody else's key", () => {
  it.each<[string, string, unknown]>([
    ["GET", "", undefined],
    ["PATCH", "", { name: "mine now" }],
    ["DELETE", "", undefined],
    ["POST", "/rotate", {}],
    ["GET", "/usage", undefined],
  ])("is as unknown as one that does not exist: %s %s", async (method, path, body) => {
    const { id } = await issue();
    const before = platform.keys.entries.get(id);
    const theirs = await call(method, `/${id}${path}`, body, await userHeaders(OTHER_USER_ID));
    const nobodys = await call(method, `/${UNKNOWN_ID}${path}`, body);
    for (const answer of [theirs, nobodys]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
    expect(platform.keys.entries.get(id)).toBe(before);
    expect((await call(method, `/x${path}`, body)).status).toBe(400);
  });
});

describe("managing keys", () => {
  it.each<[string, Record<string, string>, number]>([
    ["nobody", {}, 401],
    ["a publishable key", { apikey: TEST_PUBLISHABLE_KEY }, 401],
    ["a secret key", { apikey: TEST_SECRET_KEY }, 403],
    ["the cron key", { apikey: TEST_CRON_KEY }, 403],
    ["an API key with every scope", { "x-api-key": TEST_API_KEYS.full }, 403],
  ])("is not for %s", async (_, headers, status) => {
    for (const [method, path] of [
      ["POST", ""],
      ["GET", ""],
      ["GET", `/${UNKNOWN_ID}`],
      ["DELETE", `/${UNKNOWN_ID}`],
    ]) {
      expect((await call(method!, path, method === "POST" ? BODY : undefined, headers)).status).toBe(status);
    }
    expect(platform.keys.entries.size).toBe(0);
  });
});
