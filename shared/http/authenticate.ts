import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { Failure } from "../failure.ts";
import { limitsOf } from "../limits/tier.ts";
import { refusedKey } from "./caller-limits.ts";
import type { CallerResolver } from "./callers.ts";
import { charge } from "./charge.ts";
import type { AppEnv } from "./env.ts";

/**
 * Finds out who is asking, once a request, before any route. An address whose credentials are refused again and again gets
 * 429 instead. Who shows good ones is not held to that: a neighbour behind the same address must not lock them out.
 */
export function authenticate(resolveCaller: CallerResolver) {
  return createMiddleware<AppEnv>(async function authenticateMiddleware(c, next) {
    try {
      c.set("caller", await resolveCaller(c.req.raw.headers));
    } catch (error) {
      if (isRefusedCredential(error)) await countRefusal(c);
      throw error;
    }
    await next();
  });
}

function isRefusedCredential(error: unknown): boolean {
  return error instanceof Failure && ["unauthenticated", "address_not_allowed"].includes(error.code);
}

/** Held to what an address may ask without credentials. While nobody can count, the refusal stands: it is one anyway. */
async function countRefusal(c: Context<AppEnv>): Promise<void> {
  const { http } = c.var;
  const limits = limitsOf((await http.tiers()).anyone);
  if (limits.length === 0) return;
  await charge(c, refusedKey(c.req.raw.headers, http), limits, { cost: 1, isOpen: true });
}
