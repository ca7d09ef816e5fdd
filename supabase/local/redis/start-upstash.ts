import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { Redis } from "ioredis";
import * as z from "zod";
import { listen } from "../listen.ts";
import { refuse } from "../refuse.ts";
import { ScriptCache } from "./script-cache.ts";

/** An endpoint that speaks Upstash's REST protocol. */
export interface UpstashFront {
  url: string;
  token: string;
  port: number;
  stop(): Promise<void>;
}

type Reply = { result: unknown } | { error: string };
type Encoding = (text: string) => string;

const Argument = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Command = z.array(Argument).nonempty();
const Commands = z.array(Command);

/** Answers `POST /`, `/pipeline` and `/multi-exec` over a Redis, as Upstash does. */
export async function startUpstash(redisUrl: string): Promise<UpstashFront> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 3 });
  // It connects again by itself; whoever sends a command meanwhile is told.
  redis.on("error", () => {});
  const scripts = new ScriptCache();
  const token = randomBytes(24).toString("base64url");

  const server = createServer(async (request, response) => {
    if (!sameText(request.headers.authorization ?? "", `Bearer ${token}`)) {
      return refuse(response, 401, { error: "WRONGPASS invalid or missing auth token" });
    }
    const encoding: Encoding = request.headers["upstash-encoding"] === "base64" ? toBase64 : (text) => text;
    try {
      const replies = await execute(redis, scripts, request, encoding);
      const failed = !Array.isArray(replies) && "error" in replies;
      response.writeHead(failed ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(replies));
    } catch (error) {
      refuse(response, 400, { error: `ERR ${(error as Error).message}` });
    }
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
      redis.disconnect();
    },
  };
}

async function execute(redis: Redis, scripts: ScriptCache, request: IncomingMessage, encoding: Encoding) {
  const body = JSON.parse(await text(request));
  const run = (command: readonly string[]) => reply(call(redis, scripts.translate(command)), encoding);
  switch (request.url) {
    case "/":
      return run(Command.parse(body));
    case "/pipeline":
      return Promise.all(Commands.parse(body).map(run));
    case "/multi-exec":
      return transaction(
        redis,
        Commands.parse(body).map((command) => scripts.translate(command)),
        encoding,
      );
    default:
      throw new Error(`no such endpoint: ${request.url}`);
  }
}

/** All or nothing: a command that Redis cannot queue fails the transaction. */
async function transaction(redis: Redis, commands: string[][], encoding: Encoding): Promise<Reply[] | Reply> {
  const queue = redis.multi();
  for (const [name = "", ...args] of commands) queue.call(name, ...args);
  try {
    const results = (await queue.exec()) ?? [];
    return results.map(([error, result]) =>
      error ? { error: error.message } : { result: encoded(result, encoding) },
    );
  } catch (error) {
    return { error: (error as Error).message };
  }
}

async function reply(result: Promise<unknown>, encoding: Encoding): Promise<Reply> {
  try {
    return { result: encoded(await result, encoding) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function call(redis: Redis, [name = "", ...args]: string[]): Promise<unknown> {
  return redis.call(name, ...args);
}

/** Upstash leaves numbers and the word OK as they are. */
function encoded(value: unknown, encoding: Encoding): unknown {
  if (Array.isArray(value)) return value.map((item) => encoded(item, encoding));
  // ioredis makes an object of a hash; the wire has its names and values in turn.
  if (value !== null && typeof value === "object") return encoded(Object.entries(value).flat(), encoding);
  return typeof value === "string" && value !== "OK" ? encoding(value) : value;
}

function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
