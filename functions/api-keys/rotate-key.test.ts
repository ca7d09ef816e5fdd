import { beforeEach, describe, expect, it } from "vitest";
import { isKeyText } from "../../shared/api-keys/key-text.ts";
import { hashKey } from "../../shared/services/api-keys/hash.ts";
import { apiKeysApp } from "../../tests/support/api-keys-app.ts";
import { TEST_NOW } from "../../tests/support/http-deps.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
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
    const { key, id } = await platform.issue();
    const { status, headers, body } = await platform.call("POST", `/${id}/rotate`, { grace_seconds: 3_600 });
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
    const { id } = await platform.issue({ environment: "test" });
    const { body } = await platform.call("POST", `/${id}/rotate`, {});
    expect(body).toMatchObject({ previous_valid_until: null });
    expect(body.key).toMatch(/^ew_test_/);
  });

  it.each([-1, 1.5, 2_592_001, "60"])("refuses a grace of %s seconds", async (grace_seconds) => {
    const { id } = await platform.issue();
    const answer = await platform.call("POST", `/${id}/rotate`, { grace_seconds });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/grace_seconds" }] } });
  });
});
