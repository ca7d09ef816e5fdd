import { createMiddleware } from "hono/factory";
import type { AppEnv, HttpDeps } from "./env.ts";

/** One line a request: what was asked, by what kind of caller, how it ended and how long it took. */
export function requestLog(deps: Pick<HttpDeps, "clock" | "logger">) {
  return createMiddleware<AppEnv>(async function requestLogMiddleware(c, next) {
    const started = deps.clock.elapsed();
    await next();
    deps.logger.info("request", {
      request_id: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      caller: c.var.caller?.kind,
      duration_ms: Math.round((deps.clock.elapsed() - started) * 10) / 10,
    });
  });
}
