import { beforeEach, describe, expect, it } from "vitest";
import { json, registryApp } from "../../tests/support/registry-app.ts";

let registry: ReturnType<typeof registryApp>;
beforeEach(() => {
  registry = registryApp();
});

describe("GET /audit", () => {
  const ids = async (query: string) =>
    ((await json(registry.call("GET", `/audit${query}`))) as { entries: { id: number }[] }).entries.map(
      ({ id }) => id,
    );

  it("lists acts, newest first, by subject and act, page by page", async () => {
    expect(await ids("")).toEqual([3, 2, 1]);
    expect(await ids("?subject_kind=model&subject_id=v2")).toEqual([2]);
    expect(await ids("?action=model.rollback")).toEqual([3]);
    const page = await json(registry.call("GET", "/audit?limit=2"));
    expect(page).toMatchObject({
      next_cursor: 2,
      entries: [{ request_id: "r3" }, { subject: { id: "v2" } }],
    });
    expect(await ids("?limit=2&cursor=2")).toEqual([1]);
  });

  it.each(["?limit=0", "?cursor=x", "?colour=red"])("refuses %s", async (query) => {
    expect(await json(registry.call("GET", `/audit${query}`))).toMatchObject({ code: "invalid_request" });
  });
});
