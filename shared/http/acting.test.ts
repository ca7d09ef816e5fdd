import { expect, it } from "vitest";
import * as z from "zod";
import { testHttpDeps } from "../../tests/support/http-deps.ts";
import { actorIn } from "./acting.ts";
import { createCallerResolver } from "./callers.ts";
import { createHttpApp } from "./create-app.ts";
import { defineRoute, jsonAnswer } from "./define-route.ts";

const route = defineRoute(
  { callers: ["secret", "cron"] },
  {
    method: "get",
    path: "/actor",
    operationId: "getActor",
    responses: { 200: jsonAnswer(z.object({ kind: z.string(), id: z.string().optional() }), "The actor") },
  },
);

it("tells two secret keys apart by their names, and cron from both", async () => {
  const resolveCaller = createCallerResolver({
    publishableKeys: {},
    secretKeys: { default: "sb_secret_one", reports: "sb_secret_two", cron: "sb_secret_three" },
    clientAddressHeader: "x-test-address",
    verifyApiKey: () => Promise.reject(new Error("no API key is sent")),
    jwt: { kind: "hs256", issuer: "http://edgewise.test/auth/v1", secret: "x".repeat(32) },
  });
  const app = createHttpApp("test", { ...testHttpDeps(), resolveCaller });
  app.openapi(route, (c) => {
    const { kind, id } = actorIn(c);
    return c.json({ kind, ...(id !== undefined && { id }) }, 200);
  });
  const actorOf = async (apikey: string) =>
    (await app.request("/test/actor", { headers: { apikey } })).json();
  expect(await actorOf("sb_secret_one")).toEqual({ kind: "secret", id: "secret:default" });
  expect(await actorOf("sb_secret_two")).toEqual({ kind: "secret", id: "secret:reports" });
  expect(await actorOf("sb_secret_three")).toEqual({ kind: "cron" });
});
