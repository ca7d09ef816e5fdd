import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createUpstashCache } from "./cache.ts";

/** A cache in front of a server of the test's own. */
async function cacheAt(answer: RequestListener, timeoutMs = 10_000) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createUpstashCache({ url: `http://127.0.0.1:${port}`, token: "t" }, timeoutMs);
}

test("speaks Redis with an expiry in milliseconds", async () => {
  const commands: unknown[] = [];
  const cache = await cacheAt(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    commands.push(JSON.parse(body));
    expect(request.headers.authorization).toBe("Bearer t");
    response.setHeader("content-type", "application/json").end('{"result":null}');
  });
  await cache.set("a", { n: 1 }, 500);
  expect(await cache.get("a")).toBeUndefined();
  expect(commands).toEqual([
    ["set", "a", '{"n":1}', "px", 500],
    ["get", "a"],
  ]);
});

test("a server that never answers is given up", async () => {
  const cache = await cacheAt(() => {}, 20);
  await expect(cache.get("a")).rejects.toThrow();
  await expect(cache.ping()).rejects.toThrow();
});

test("a server that refuses is an error, not a miss", async () => {
  const cache = await cacheAt((_, response) => response.writeHead(401).end('{"error":"Unauthorized"}'));
  await expect(cache.get("a")).rejects.toThrow("Unauthorized");
});
