import { beforeEach, describe, expect, it } from "vitest";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import {
  apiKeysApp,
  NEW_KEY,
  OTHER_USER_ID,
  UNKNOWN_ID,
  userHeaders,
} from "../../tests/support/api-keys-app.ts";
import { TEST_CRON_KEY, TEST_PUBLISHABLE_KEY, TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("somebody else's key", () => {
  it.each<[string, string, unknown]>([
    ["GET", "", undefined],
    ["PATCH", "", { name: "mine now" }],
    ["DELETE", "", undefined],
    ["POST", "/rotate", {}],
    ["GET", "/usage", undefined],
  ])("is as unknown as one that does not exist: %s %s", async (method, path, body) => {
    const { id } = await platform.issue();
    const before = platform.keys.entries.get(id);
    const theirs = await platform.call(method, `/${id}${path}`, body, await userHeaders(OTHER_USER_ID));
    const nobodys = await platform.call(method, `/${UNKNOWN_ID}${path}`, body);
    for (const answer of [theirs, nobodys]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
    expect(platform.keys.entries.get(id)).toBe(before);
    expect((await platform.call(method, `/x${path}`, body)).status).toBe(400);
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
      expect(
        (await platform.call(method!, path, method === "POST" ? NEW_KEY : undefined, headers)).status,
      ).toBe(status);
    }
    expect(platform.keys.entries.size).toBe(0);
  });
});
