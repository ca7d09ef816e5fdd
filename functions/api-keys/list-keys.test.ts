import { beforeEach, describe, expect, it } from "vitest";
import { apiKeysApp, NEW_KEY, OTHER_USER_ID, userHeaders } from "../../tests/support/api-keys-app.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("GET /", () => {
  it("pages through the caller's own keys, newest first", async () => {
    const ids = [(await platform.issue()).id, (await platform.issue()).id, (await platform.issue()).id];
    await platform.call("POST", "", NEW_KEY, await userHeaders(OTHER_USER_ID));
    const first = (await platform.call("GET", "?limit=2")).body;
    const second = (await platform.call("GET", `?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.keys, ...second.keys].map(({ id }) => id)).toEqual(ids.reverse());
    expect(second.next_cursor).toBeNull();
    expect(JSON.stringify([first, second])).not.toMatch(/ew_live_\w{20}|hash/);
  });

  it.each(["?limit=0", "?limit=101", "?cursor=x", "?status=active"])("refuses %s", async (query) => {
    expect(await platform.call("GET", query)).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  });
});
