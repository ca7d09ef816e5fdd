import { createMiddleware } from "hono/factory";
import { endpointOf } from "./endpoint.ts";
import type { AppEnv, HttpDeps } from "./env.ts";

const CACHE_OUTCOMES = ["hit", "miss"];

/** Measures every answer: route, status, latency, and what cache and limiter had to say. */
export function measureRequests({ clock, measure }: Pick<HttpDeps, "clock" | "measure">) {
  return createMiddleware<AppEnv>(async function measureRequestsMiddleware(c, next) {
    const started = clock.elapsed();
    await next();
    const cache = c.res.headers.get("x-cache")?.toLowerCase() ?? "none";
    measure({
      endpoint: endpointOf(c),
      status: c.res.status,
      cache: CACHE_OUTCOMES.includes(cache) ? cache : "none",
      limiter: c.var.rateLimit?.outcome ?? "none",
      durationMs: clock.elapsed() - started,
    });
  });
}
