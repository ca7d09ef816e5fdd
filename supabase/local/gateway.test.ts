import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Backends, closeGateway, createGateway } from "./gateway.ts";
import { listen } from "./listen.ts";

const platform = vi.fn<Backends["platform"]>();
const gateway = createGateway({ platform, function: async () => false });
let port: number;

beforeAll(async () => {
  port = await listen(gateway, 0);
});
afterAll(() => closeGateway(gateway));

describe("the gateway", () => {
  it("passes method, path, headers and body on, and the answer back", async () => {
    platform.mockImplementation(async (request) => {
      const { pathname, search } = new URL(request.url);
      const seen = `${request.method} ${pathname}${search} ${request.headers.get("apikey")} ${await request.text()}`;
      return new Response(seen, {
        status: 201,
        headers: [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      });
    });
    const init = { method: "POST", headers: { apikey: "key" }, body: "body" };
    const response = await fetch(`http://127.0.0.1:${port}/rest/v1/notes?select=*`, init);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("POST /rest/v1/notes?select=* key body");
  });

  it("overwrites what a caller says of the own address", async () => {
    platform.mockImplementation(async ({ headers }) => Response.json(headers.get("cf-connecting-ip")));
    const headers = { "cf-connecting-ip": "6.6.6.6", "x-forwarded-for": "6.6.6.6" };
    const response = await fetch(`http://127.0.0.1:${port}/auth/v1/health`, { headers });
    expect(await response.json()).toBe("127.0.0.1");
  });

  it("tells nothing of an error behind it", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    platform.mockRejectedValue(new Error("the password is 1234"));
    const response = await fetch(`http://127.0.0.1:${port}/rest/v1/notes`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("1234");
    expect(logged).toHaveBeenCalledOnce();
  });

  it("serves the API's reference page and everything that it loads", async () => {
    const page = await (await fetch(`http://127.0.0.1:${port}/docs`)).text();
    const links = [...page.matchAll(/(?:href|src|url:) ?=?"([^"]+)"/g)].map(([, link]) => link);
    expect(links).toEqual(["/docs/swagger-ui.css", "/docs/swagger-ui.js", "/docs/openapi.json"]);
    for (const link of links) expect((await fetch(`http://127.0.0.1:${port}${link}`)).status, link).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/docs/../package.json`)).status).toBe(404);
  });

  it("leads who opens its bare address to the reference page", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, answer.url]).toEqual([200, `http://127.0.0.1:${port}/docs`]);
  });

  it("refuses an address that is no URL", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.end("GET /rest/v1/notes HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });
});
