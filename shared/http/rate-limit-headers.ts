import { createMiddleware } from "hono/factory";
import type { AppEnv, HttpDeps } from "./env.ts";

/** Hands the routes what they need to count, and tells a caller who was counted how the tightest limit stands, in whichever answer comes out. */
export function rateLimitHeaders(deps: HttpDeps) {
  return createMiddleware<AppEnv>(async function rateLimitHeadersMiddleware(c, next) {
    c.set("http", deps);
    await next();
    const { state, limits = [] } = c.var.rateLimit ?? {};
    if (!state) return;
    const windows = limits.flatMap((limit) =>
      limit.kind === "sliding_window" ? [`${limit.limit};w=${limit.windowMs / 1000}`] : [],
    );
    c.res.headers.set("ratelimit-limit", String(state.limit));
    c.res.headers.set("ratelimit-remaining", String(state.remaining));
    c.res.headers.set("ratelimit-reset", String(Math.max(0, Math.ceil(state.resetMs / 1000))));
    c.res.headers.set("ratelimit-policy", windows.join(", "));
  });
}
