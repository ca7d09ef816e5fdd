import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { serveReference } from "./reference-page.ts";
import { refuse } from "./refuse.ts";

/** Services behind the gateway. */
export interface Backends {
  /** REST, Auth and Storage. */
  platform(request: Request): Promise<Response>;
  /** Serves `/<slug>/...` of a function, or says that there is none. */
  function(slug: string, path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean>;
}

/** A caller that dribbles a request in, head or body, holds a connection for no longer than this. */
const PATIENCE = { headersTimeout: 5_000, requestTimeout: 60_000, connectionsCheckingInterval: 1_000 };
const UNEXPECTED = "An unexpected error occurred";
const CLOSE_PATIENCE_MS = 5_000;
const PLATFORM_PATHS = /^\/(rest|auth|storage)\/v1(\/|$)/;
const FUNCTION_PATH = /^\/functions\/v1(\/([^/?]+).*)$/;

interface Routes {
  servePlatform(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  readonly serveFunction: Backends["function"];
}

/** The one address of the stack, with the hosted paths. Bodies stream through both ways. */
export function createGateway(backends: Backends): Server {
  const servePlatform = getRequestListener((request) => backends.platform(request), {
    overrideGlobalObjects: false,
    errorHandler: unexpected,
  });
  return createServer({ keepAliveTimeout: 65_000, ...PATIENCE }, async (incoming, outgoing) => {
    try {
      markOrigin(incoming);
      await route({ servePlatform, serveFunction: backends.function }, incoming, outgoing);
    } catch (error) {
      console.error("gateway:", error);
      if (outgoing.headersSent) outgoing.destroy();
      else refuse(outgoing, 500, { message: UNEXPECTED });
    }
  });
}

function unexpected(error: unknown): Response {
  console.error("gateway:", error);
  return Response.json({ message: UNEXPECTED }, { status: 500 });
}

/** Takes no more requests, answers those in flight, and cuts off who keeps a connection for nothing. */
export async function closeGateway(gateway: Server): Promise<void> {
  const closed = new Promise((resolve) => gateway.close(resolve));
  gateway.closeIdleConnections();
  const impatience = setTimeout(() => gateway.closeAllConnections(), CLOSE_PATIENCE_MS);
  await closed;
  clearTimeout(impatience);
}

/** The address of the caller is the gateway's to tell: whatever the caller wrote there is overwritten. */
function markOrigin(incoming: IncomingMessage): void {
  const address = incoming.socket.remoteAddress ?? "";
  Object.assign(incoming.headers, {
    "cf-connecting-ip": address,
    "x-forwarded-for": address,
    "x-forwarded-host": incoming.headers.host,
    "x-forwarded-proto": "http",
  });
  // The platform's requests are made of these.
  incoming.rawHeaders = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [name, Array.isArray(value) ? value.join(", ") : value],
  );
}

async function route(
  { servePlatform, serveFunction }: Routes,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = incoming.url ?? "/";
  if (!URL.canParse(`http://${incoming.headers.host}${path}`)) {
    return refuse(outgoing, 400, { message: "The request's address is no URL" });
  }
  if (PLATFORM_PATHS.test(path)) return await servePlatform(incoming, outgoing);
  const [, pathOfFunction, slug] = FUNCTION_PATH.exec(path) ?? [];
  if (pathOfFunction && slug) {
    const isServed = await serveFunction(slug, pathOfFunction, incoming, outgoing);
    if (!isServed) refuse(outgoing, 404, { code: "NOT_FOUND", message: "Requested function was not found" });
    return;
  }
  if (path === "/") return void outgoing.writeHead(302, { location: "/docs" }).end();
  if (path === "/docs" || path.startsWith("/docs/")) return await serveReference(path, outgoing);
  if (path.startsWith("/realtime/v1")) return refuseRealtime(outgoing);
  refuse(outgoing, 404, { message: "no Route matched with those values" });
}

function refuseRealtime(outgoing: ServerResponse): void {
  const title = "Realtime is not part of the local stack yet";
  refuse(outgoing, 501, { type: "about:blank", title, status: 501 }, "application/problem+json");
}
