import { createMiddleware } from "hono/factory";
import type { CallerResolver } from "./callers.ts";
import type { AppEnv } from "./env.ts";

/** Finds out who is asking, once a request, before any route. */
export function authenticate(resolveCaller: CallerResolver) {
  return createMiddleware<AppEnv>(async function authenticateMiddleware(c, next) {
    c.set("caller", await resolveCaller(c.req.raw.headers));
    await next();
  });
}
