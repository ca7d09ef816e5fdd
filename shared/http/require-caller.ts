import { createMiddleware } from "hono/factory";
import { allows } from "../api-keys/scopes.ts";
import { Failure } from "../failure.ts";
import type { Access } from "./access.ts";
import type { CallerKind } from "./callers.ts";
import type { AppEnv } from "./env.ts";

/** Lets only the named callers through, an API key only with the route's scope. An operator is a user too. */
export function requireCaller({ callers, scope }: Access) {
  const allowed: readonly CallerKind[] = callers;
  return createMiddleware<AppEnv>(async function requireCallerMiddleware(c, next) {
    const { caller } = c.var;
    const { kind } = caller;
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
    if (caller.kind === "api_key" && scope !== undefined && !allows(caller.scopes, scope)) {
      const extra = { required_scope: scope };
      throw new Failure("insufficient_scope", `The API key needs the scope ${scope}.`, { extra });
    }
    await next();
  });
}
