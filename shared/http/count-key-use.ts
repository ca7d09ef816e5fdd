import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { UsageCounter } from "../services/api-keys/create-usage-counter.ts";
import type { AppEnv } from "./env.ts";

/** Counts every answer that an API key got, refusals included, by the route and the status. */
export function countKeyUse(countCall: UsageCounter) {
  return createMiddleware<AppEnv>(async function countKeyUseMiddleware(c, next) {
    await next();
    // Undefined where the credentials were refused: then nobody called.
    const caller: AppEnv["Variables"]["caller"] | undefined = c.var.caller;
    if (caller?.kind !== "api_key") return;
    countCall({ keyId: caller.keyId, endpoint: endpointOf(c), status: c.res.status });
  });
}

/** The route, not the path that was asked for: a caller must not be able to make up endpoints. */
function endpointOf(c: Context<AppEnv>): string {
  const path = routePath(c, -1);
  return path.endsWith("/*") ? "unknown" : `${c.req.method} ${path}`;
}
