import { beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { apiKeysApp } from "../../tests/support/api-keys-app.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("PATCH /{id}", () => {
  it("changes what is sent and nothing else", async () => {
    const { id, key: _, ...before } = await platform.issue({ metadata: { a: 1 } });
    const { body } = await platform.call("PATCH", `/${id}`, { name: "renamed", scopes: ["*"] });
    expect(body).toEqual({ ...before, id, name: "renamed", scopes: ["*"] });
  });

  it("writes a description and takes it away", async () => {
    const { id } = await platform.issue();
    expect((await platform.call("PATCH", `/${id}`, { description: "Notes." })).body.description).toBe(
      "Notes.",
    );
    expect((await platform.call("PATCH", `/${id}`, { name: "renamed" })).body.description).toBe("Notes.");
    expect((await platform.call("PATCH", `/${id}`, { description: null })).body.description).toBeNull();
  });

  it("disables and enables", async () => {
    const { id } = await platform.issue();
    expect((await platform.call("PATCH", `/${id}`, { disabled: true })).body.status).toBe("disabled");
    expect((await platform.call("PATCH", `/${id}`, { disabled: false })).body.status).toBe("active");
  });

  it("refuses what is not the owner's to change", async () => {
    const { id } = await platform.issue();
    const before = platform.keys.entries.get(id);
    const refused = [
      {},
      { rate_limit: {} },
      { expires_at: null },
      { scopes: ["x:y"] },
      { environment: "test" },
    ];
    for (const body of refused) expect((await platform.call("PATCH", `/${id}`, body)).status).toBe(400);
    expect(platform.keys.entries.get(id)).toBe(before);
  });
});

describe("a change that the store refuses", () => {
  it("is a conflict: a revoked key neither changes nor rotates", async () => {
    const refuse = () => Promise.reject(new Failure("conflict", "the API key is revoked"));
    platform = apiKeysApp({ outcomes: () => ({ edit: refuse, rotate: refuse }) });
    const { id } = await platform.issue();
    const conflict = { status: 409, body: { code: "conflict", detail: "the API key is revoked" } };
    expect(await platform.call("PATCH", `/${id}`, { disabled: false })).toMatchObject(conflict);
    expect(await platform.call("POST", `/${id}/rotate`, {})).toMatchObject(conflict);
  });
});
