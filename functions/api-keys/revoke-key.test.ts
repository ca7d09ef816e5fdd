import { beforeEach, describe, expect, it } from "vitest";
import { apiKeysApp } from "../../tests/support/api-keys-app.ts";
import { TEST_NOW } from "../../tests/support/http-deps.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("DELETE /{id}", () => {
  it("revokes, however often it is asked", async () => {
    const { id } = await platform.issue();
    for (let asked = 0; asked < 2; asked++) {
      expect(await platform.call("DELETE", `/${id}`)).toMatchObject({
        status: 200,
        body: { status: "revoked", revoked_at: new Date(TEST_NOW).toISOString() },
      });
    }
  });
});
