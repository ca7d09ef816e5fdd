import { createMiddleware } from "hono/factory";
import type { UsageCounter } from "../ports/api-key-usage-log.ts";
import { endpointOf } from "./endpoint.ts";
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
