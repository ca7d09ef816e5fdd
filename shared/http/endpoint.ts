import type { Context } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "./env.ts";

/** Method and route, not the path that was asked for: a caller must not be able to make up endpoints. */
export function endpointOf(c: Context<AppEnv>): string {
  const path = routePath(c, -1);
  return path.endsWith("/*") ? "unknown" : `${c.req.method} ${path}`;
}
