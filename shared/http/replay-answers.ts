import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { Failure } from "../failure.ts";
import { sha256Hex } from "../hash/sha256.ts";
import type { IdempotencyKey, KeptAnswer } from "../ports/idempotency-store.ts";
import { limitedKey } from "./caller-limits.ts";
import type { AppEnv } from "./env.ts";

const KEY_HEADER = "idempotency-key";
const PRINTABLE = /^[\x20-\x7e]{1,255}$/;
const WAIT_MS = 1_000;

/**
 * Lets a request with an Idempotency-Key be sent again: the first one does the work, and later ones with the same key and
 * body get its answer. Only what was done is kept (2xx): a refusal changed nothing, so it may be tried again. `redact`
 * names members that an answer holds once only, such as a new secret: they are never stored.
 */
export function replayAnswers(redact: readonly string[]) {
  return createMiddleware<AppEnv>(async function replayAnswersMiddleware(c, next) {
    const id = idOf(c);
    if (!id) return await next();
    const begun = await c.var.http.idempotency.begin(id, await fingerprintOf(c.req.raw, c.req.arrayBuffer()));
    switch (begun.outcome) {
      case "answered":
        return replay(begun.answer);
      case "mismatch":
        throw new Failure("idempotency_mismatch", "This Idempotency-Key came with another request before.");
      case "running":
        throw new Failure("idempotency_in_progress", "The first request with this key is still under way.", {
          retryAfterMs: WAIT_MS,
        });
      case "started":
        await next();
        await keep(c, id, begun.token, redact);
    }
  });
}

function idOf(c: Context<AppEnv>): IdempotencyKey | undefined {
  const key = c.req.header(KEY_HEADER);
  if (key === undefined) return undefined;
  if (!PRINTABLE.test(key)) {
    const detail = "must be 1 to 255 printable ASCII characters";
    throw new Failure("invalid_request", `Idempotency-Key ${detail}.`, {
      errors: [{ pointer: `/header/${KEY_HEADER}`, detail }],
    });
  }
  const caller = limitedKey(c.var.caller, c.req.raw.headers, c.var.http);
  return { scope: `${caller} ${c.req.method} ${routePath(c, -1)}`, key };
}

async function fingerprintOf({ url }: Request, body: Promise<ArrayBuffer>): Promise<string> {
  const { pathname, search } = new URL(url);
  const address = new TextEncoder().encode(`${pathname}${search}\n`);
  const content = new Uint8Array(await body);
  const whole = new Uint8Array(address.length + content.length);
  whole.set(address);
  whole.set(content, address.length);
  return await sha256Hex(whole);
}

/** A failure to keep the answer is logged, not answered: the work is done. Until the lock ends, a retry is told to wait. */
async function keep(
  c: Context<AppEnv>,
  id: IdempotencyKey,
  token: string,
  redact: readonly string[],
): Promise<void> {
  const { http } = c.var;
  try {
    const answer = c.res.ok ? await keptAnswer(c.res.clone(), redact) : undefined;
    await http.idempotency.end(id, token, answer);
  } catch (error) {
    http.logger.error("answer_not_kept", error, { request_id: c.var.requestId });
  }
}

async function keptAnswer(answer: Response, redact: readonly string[]): Promise<KeptAnswer> {
  const text = await answer.text();
  const body = redact.length === 0 ? text : JSON.stringify(without(JSON.parse(text), redact));
  return { status: answer.status, contentType: answer.headers.get("content-type") ?? "", body };
}

function without(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

function replay({ status, contentType, body }: KeptAnswer): Response {
  return new Response(body, {
    status,
    headers: { "content-type": contentType, "idempotency-replayed": "true" },
  });
}
