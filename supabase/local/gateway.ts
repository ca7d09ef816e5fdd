import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { serveReference } from "./reference-page.ts";
import { refuse } from "./refuse.ts";

/** What lies behind the gateway. */
export interface Backends {
  /** REST, Auth and Storage. */
  platform(request: Request): Promise<Response>;
  /** Serves `/<slug>/...` of a function, or says that there is none. */
  function(slug: string, path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean>;
}

/** The answer could not be sent to its end, which is the caller's own doing. */
const CALLER_LEFT = "ERR_STREAM_PREMATURE_CLOSE";
/** Who dribbles a request in, head or body, holds a connection for no longer than this. */
const PATIENCE = { headersTimeout: 5_000, requestTimeout: 60_000, connectionsCheckingInterval: 1_000 };
const CLOSE_PATIENCE_MS = 5_000;
const PLATFORM_PATHS = /^\/(rest|auth|storage)\/v1(\/|$)/;
const FUNCTION_PATH = /^\/functions\/v1(\/([^/?]+).*)$/;

/** The one address of the stack, with the hosted paths. Bodies stream through both ways. */
export function createGateway(backends: Backends): Server {
  return createServer({ keepAliveTimeout: 65_000, ...PATIENCE }, async (incoming, outgoing) => {
    try {
      markOrigin(incoming);
      await route(backends, incoming, outgoing);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === CALLER_LEFT) return;
      console.error("gateway:", error);
      if (outgoing.headersSent) outgoing.destroy();
      else refuse(outgoing, 500, { message: "An unexpected error occurred" });
    }
  });
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
}

async function route(backends: Backends, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const path = incoming.url ?? "/";
  const address = `http://${incoming.headers.host}${path}`;
  if (!URL.canParse(address)) return refuse(outgoing, 400, { message: "The request's address is no URL" });
  if (PLATFORM_PATHS.test(path))
    return answer(await backends.platform(asRequest(address, incoming)), outgoing);
  const [, pathOfFunction, slug] = FUNCTION_PATH.exec(path) ?? [];
  if (pathOfFunction && slug) {
    const isServed = await backends.function(slug, pathOfFunction, incoming, outgoing);
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

function asRequest(address: string, incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {};
  return new Request(address, { method: incoming.method!, headers, ...body });
}

async function answer(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  if (!response.body) return void outgoing.end();
  await pipeline(Readable.fromWeb(response.body as never), outgoing);
}
