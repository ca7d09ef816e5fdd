import { createMiddleware } from "hono/factory";
import { Failure } from "../failure.ts";
import type { CallerKind } from "./callers.ts";
import type { AppEnv } from "./env.ts";

/** Lets only the named callers through. An operator is a user too. */
export function requireCaller(allowed: readonly CallerKind[]) {
  return createMiddleware<AppEnv>(async function requireCallerMiddleware(c, next) {
    const { kind } = c.var.caller;
    const admitted =
      allowed.includes("anyone") ||
      allowed.includes(kind) ||
      (kind === "operator" && allowed.includes("user"));
    if (!admitted) {
      const known = kind !== "anyone" && kind !== "anon";
      const names = allowed.join(", ");
      throw known
        ? new Failure("forbidden", `This is for: ${names}.`)
        : new Failure("unauthenticated", `This needs credentials of: ${names}.`);
    }
    await next();
  });
}
