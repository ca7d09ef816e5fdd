import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import {
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { Failure } from "../failure.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer, jsonBody } from "./define-route.ts";
import type { App } from "./env.ts";

const Answer = z.object({ ok: z.boolean() });
const open = defineRoute(
  { callers: ["anyone"] },
  {
    method: "get",
    path: "/open",
    operationId: "getOpen",
    summary: "Open",
    responses: { 200: jsonAnswer(Answer, "Fine") },
  },
);
const closed = defineRoute(
  { callers: ["secret"] },
  {
    method: "post",
    path: "/closed",
    operationId: "writeClosed",
    summary: "Closed",
    request: { body: jsonBody(z.object({ list: z.array(z.number()) })) },
    responses: { 200: jsonAnswer(Answer, "Fine") },
  },
);

let app: App;
let deps: ReturnType<typeof testHttpDeps>;
let fault: unknown;
beforeEach(() => {
  deps = testHttpDeps();
  fault = undefined;
  app = createHttpApp("test", deps);
  app.openapi(open, (c) => {
    if (fault !== undefined) throw fault;
    return c.json({ ok: true }, 200);
  });
  app.openapi(closed, (c) => c.json({ ok: true }, 200));
});

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  app.request("/test/closed", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

describe("an app", () => {
  it("gives every answer a request id, and takes the caller's where it is one", async () => {
    const own = await app.request("/test/open");
    expect(own.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const given = await app.request("/test/open", { headers: { "x-request-id": "abc-123" } });
    expect(given.headers.get("x-request-id")).toBe("abc-123");
  });

  it("logs one line a request, without what the caller sent", async () => {
    await post('{"list":[1]}', { apikey: TEST_SECRET_KEY });
    expect(deps.lines).toHaveLength(1);
    expect(JSON.parse(deps.lines[0]!)).toMatchObject({
      event: "request",
      path: "/test/closed",
      status: 200,
      caller: "secret",
    });
    expect(deps.lines[0]).not.toContain(TEST_SECRET_KEY);
  });

  it("answers an unknown path as problem+json", async () => {
    const answer = await app.request("/test/nowhere");
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "not_found", status: 404 });
  });

  it("tells nothing of an unexpected error but the request id, and logs it whole", async () => {
    fault = new Error("the password is 1234", { cause: new Error("postgres://user:pw@host/db") });
    const answer = await app.request("/test/open");
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain("1234");
    expect(JSON.parse(text).request_id).toBe(answer.headers.get("x-request-id"));
    const logged = deps.lines.join("\n");
    expect(logged).toContain("the password is 1234");
    expect(logged).not.toContain("user:pw");
  });

  it("answers a refusal with its own code, pointers and members", async () => {
    fault = new Failure("conflict", "Taken.", {
      errors: [{ pointer: "/a", detail: "b" }],
      extra: { winner: "x" },
    });
    const answer = await app.request("/test/open");
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "conflict", errors: [{ pointer: "/a" }], winner: "x" });
  });

  it("says when to come back if a part is out of reach", async () => {
    fault = new Failure("unavailable", "Later.");
    expect((await app.request("/test/open")).headers.get("retry-after")).toBe("5");
  });

  it.each<[string, Record<string, string>, number]>([
    ["nobody", {}, 401],
    ["a publishable key", { apikey: TEST_PUBLISHABLE_KEY }, 401],
    ["the cron key", { apikey: TEST_CRON_KEY }, 403],
    ["a wrong key", { apikey: "sb_secret_wrong" }, 401],
    ["a secret key", { apikey: TEST_SECRET_KEY }, 200],
  ])("lets in whom the route names: %s", async (_, headers, status) => {
    expect((await post('{"list":[]}', headers)).status).toBe(status);
  });

  it.each([
    ["no body", ""],
    ["no JSON", "{"],
    ["another shape", '{"list":[1,"x"]}'],
  ])("refuses a body that is %s", async (_, body) => {
    const answer = await post(body, { apikey: TEST_SECRET_KEY });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });

  it("says of what is missing that it is required", async () => {
    const answer = await post("{}", { apikey: TEST_SECRET_KEY });
    expect(await answer.json()).toMatchObject({
      detail: "/list: is required",
      errors: [{ pointer: "/list", detail: "is required" }],
    });
  });

  it("points at each wrong place of a body", async () => {
    const answer = await post('{"list":[1,"x",null]}', { apikey: TEST_SECRET_KEY });
    const { errors } = await answer.json();
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/list/1", "/list/2"]);
  });

  it("refuses a body of another content type and one over the limit", async () => {
    expect((await post("list=1", { apikey: TEST_SECRET_KEY, "content-type": "text/plain" })).status).toBe(
      400,
    );
    expect((await post("x".repeat(1024 * 1024 + 1), { apikey: TEST_SECRET_KEY })).status).toBe(413);
  });

  it("tells browsers to be careful, in refusals too", async () => {
    for (const path of ["/test/open", "/test/nowhere"]) {
      const { headers } = await app.request(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
      expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    }
  });

  it("lets browsers in from the origins on the list only", async () => {
    const preflight = (origin: string) =>
      app.request("/test/closed", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    expect((await preflight("https://app.example")).headers.get("access-control-allow-origin")).toBe(
      "https://app.example",
    );
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });
});
