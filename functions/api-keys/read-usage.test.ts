import { beforeEach, describe, expect, it } from "vitest";
import { apiKeysApp } from "../../tests/support/api-keys-app.ts";

let platform: ReturnType<typeof apiKeysApp>;
beforeEach(() => {
  platform = apiKeysApp();
});

describe("GET /{id}/usage", () => {
  const entry = (day: string, status: number, calls: number) => ({
    day,
    endpoint: "POST /ml-predict",
    status,
    calls,
  });

  it("tells the last thirty days, or those asked for", async () => {
    const { id } = await platform.issue();
    platform.usage[id] = [
      entry("2025-12-16", 200, 1),
      entry("2025-12-17", 200, 2),
      entry("2026-01-15", 429, 3),
    ];
    expect((await platform.call("GET", `/${id}/usage`)).body).toEqual({
      key_id: id,
      from: "2025-12-17",
      to: "2026-01-15",
      calls: 5,
      usage: platform.usage[id].slice(1),
    });
    const day = await platform.call("GET", `/${id}/usage?from=2025-12-16&to=2025-12-16`);
    expect(day.body).toMatchObject({ calls: 1 });
  });

  it.each([
    "from=yesterday",
    "from=2026-01-02&to=2026-01-01",
    "from=2025-01-01&to=2026-01-01",
    "from=2026-02-30",
  ])("refuses %s", async (query) => {
    const { id } = await platform.issue();
    expect(await platform.call("GET", `/${id}/usage?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/query/from" }] },
    });
  });
});
