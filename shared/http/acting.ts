import type { Context } from "hono";
import { Failure } from "../failure.ts";
import type { Actor } from "../ports/actor.ts";
import type { AppEnv } from "./env.ts";

/**
 * Who acts in this request, as the audit log names them.
 * @throws Failure unauthenticated: somebody without a name acts on nothing
 */
export function actorIn(c: Context<AppEnv>): Actor {
  const { caller, requestId } = c.var;
  switch (caller.kind) {
    case "user":
    case "operator":
      return { kind: caller.kind, id: caller.userId, requestId };
    case "api_key":
      return { kind: "api_key", id: caller.keyId, requestId };
    case "secret":
    case "cron":
      return { kind: caller.kind, requestId };
    default:
      throw new Failure("unauthenticated", "Acts are for callers with a name.");
  }
}
