import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { signTestToken, TEST_SECRET_KEY, testHttpDeps } from "../../tests/support/http-deps.ts";
import { Failure } from "../failure.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer, jsonBody } from "./define-route.ts";
import type { App } from "./env.ts";

const Created = z.object({ id: z.int(), name: z.string(), key: z.string().optional() });
const create = defineRoute(
  { callers: ["secret", "user"], idempotent: true, redactReplay: ["key"] },
  {
    method: "post",
    path: "/things/{owner}",
    operationId: "createThing",
    request: { params: z.object({ owner: z.string() }), body: jsonBody(z.object({ name: z.string() })) },
    responses: { 201: jsonAnswer(Created, "Created") },
  },
);

let app: App;
let deps: ReturnType<typeof testHttpDeps>;
let created: string[];
let fault: unknown;
let begun: number;
let wait: Promise<void> | undefined;
beforeEach(() => {
  [created, fault, begun, wait] = [[], undefined, 0, undefined];
  deps = testHttpDeps();
  app = createHttpApp("test", deps);
  app.openapi(create, async (c) => {
    begun += 1;
    await wait;
    if (fault !== undefined) throw fault;
    const { name } = c.req.valid("json");
    created.push(name);
    return c.json({ id: created.length, name, key: `ew_live_${name}` }, 201);
  });
});

const SECRET = { apikey: TEST_SECRET_KEY };
const post = (
  body: unknown,
  key: string | undefined,
  { caller = SECRET as Record<string, string>, path = "things/me" } = {},
) =>
  app.request(`/test/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      ...caller,
      ...(key !== undefined && { "idempotency-key": key }),
    },
  });

describe("a request with an Idempotency-Key", () => {
  it("does its work once, and is answered the same without the secret when it comes again", async () => {
    const first = await post({ name: "a" }, "k1");
    expect([first.status, await first.json()]).toEqual([201, { id: 1, name: "a", key: "ew_live_a" }]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    const again = await post({ name: "a" }, "k1");
    expect([again.status, await again.json()]).toEqual([201, { id: 1, name: "a" }]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toContain("application/json");
    expect(created).toEqual(["a"]);
  });

  it("is refused when it comes with another body or for another thing", async () => {
    await post({ name: "a" }, "k1");
    for (const other of [post({ name: "b" }, "k1"), post({ name: "a" }, "k1", { path: "things/you" })]) {
      const answer = await other;
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: "idempotency_mismatch" });
    }
    expect(created).toEqual(["a"]);
  });

  it("is told to wait while the first is under way", async () => {
    let release = () => {};
    wait = new Promise((resolve) => {
      release = resolve;
    });
    const first = post({ name: "a" }, "k1");
    await vi.waitFor(() => expect(begun).toBe(1), { timeout: 10_000 });
    const second = await post({ name: "a" }, "k1");
    expect(second.status).toBe(409);
    expect(second.headers.get("retry-after")).toBe("1");
    expect(await second.json()).toMatchObject({ code: "idempotency_in_progress" });
    release();
    expect((await first).status).toBe(201);
  });

  it("leaves nothing behind when it was not valid, was refused or failed: the key is free again", async () => {
    expect((await post({ name: 7 }, "k1")).status).toBe(400);
    fault = new Failure("conflict", "Taken.");
    expect((await post({ name: "a" }, "k1")).status).toBe(409);
    fault = new Error("broken");
    expect((await post({ name: "a" }, "k1")).status).toBe(500);
    fault = undefined;
    expect((await post({ name: "b" }, "k1")).status).toBe(201);
  });

  it("means nothing to another caller", async () => {
    const user = { authorization: `Bearer ${await signTestToken()}` };
    await post({ name: "a" }, "k1");
    expect((await post({ name: "b" }, "k1", { caller: user })).status).toBe(201);
  });

  it.each([
    ["an empty key", ""],
    ["a key of 256 characters", "x".repeat(256)],
    ["a key that is not printable", "a\u0001b"],
    ["a key that is not ASCII", "clé"],
  ])("is refused with %s", async (_, key) => {
    const answer = await post({ name: "a" }, key);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors).toMatchObject([{ pointer: "/header/idempotency-key" }]);
    expect(created).toEqual([]);
  });

  it("keeps its answer even when that cannot be kept for later", async () => {
    const end = () => Promise.reject(new Error("down"));
    app = createHttpApp("test", { ...deps, idempotency: { ...deps.idempotency, end } });
    app.openapi(create, (c) => c.json({ id: 1, name: "a" }, 201));
    expect((await post({ name: "a" }, "k1")).status).toBe(201);
    expect(deps.lines.join()).toContain("answer_not_kept");
    expect((await post({ name: "a" }, "k1")).status).toBe(409);
  });
});

it("without a key every request is a new one", async () => {
  await post({ name: "a" }, undefined);
  await post({ name: "a" }, undefined);
  expect(created).toEqual(["a", "a"]);
});
