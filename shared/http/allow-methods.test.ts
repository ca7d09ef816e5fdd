import { describe, expect, it } from "vitest";
import { everyApp } from "../../tests/support/every-app.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Every path of every function with the methods that it takes. */
const PLACES = (await everyApp()).flatMap(({ slug, app }) => {
  const paths = [...new Set(app.contracts.map(({ path }) => path))];
  return paths.map((path) => {
    const taken = app.contracts
      .filter((contract) => contract.path === path)
      .flatMap(({ method }) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]));
    const concrete = `/${slug}${path === "/" ? "" : path.replaceAll(/\{\w+\}/g, "some-thing")}`;
    return { app, concrete, taken };
  });
});

describe.each(PLACES)("$concrete", ({ app, concrete, taken }) => {
  const others = METHODS.filter((method) => !taken.includes(method));
  const allow = [...taken, "OPTIONS"].toSorted();
  const listed = (answer: Response) => answer.headers.get("allow")?.split(", ").toSorted();

  it.each(others)("answers %s with 405 and what it takes", async (method) => {
    const answer = await app.request(concrete, { method });
    expect(answer.status).toBe(405);
    expect(listed(answer)).toEqual(allow);
    if (method === "HEAD") return expect(await answer.text()).toBe("");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({
      type: "/docs/troubleshooting#method_not_allowed",
      status: 405,
      code: "method_not_allowed",
    });
  });

  it.each(taken)("takes %s", async (method) => {
    expect((await app.request(concrete, { method })).status).not.toBe(405);
  });

  it("answers OPTIONS with what it takes", async () => {
    const answer = await app.request(concrete, { method: "OPTIONS" });
    expect(answer.status).toBe(204);
    expect(listed(answer)).toEqual(allow);
  });
});

it.each(["GET", "POST", "OPTIONS"])("leaves a path that nobody knows at 404 for %s", async (method) => {
  for (const { slug, app } of await everyApp()) {
    const answer = await app.request(`/${slug}/no/such/path/at/all`, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.has("allow")).toBe(false);
  }
});

it("answers a browser's preflight as CORS wants it", async () => {
  for (const { slug, app } of await everyApp()) {
    const answer = await app.request(`/${slug}`, {
      method: "OPTIONS",
      headers: { origin: "https://app.example", "access-control-request-method": "POST" },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example");
  }
});
