import type { Context } from "hono";
import { Failure } from "../failure.ts";
import type { Actor } from "../ports/actor.ts";
import type { AppEnv } from "./env.ts";

/**
 * The actor of this request, as the audit log names them.
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
      return { kind: "secret", id: `secret:${caller.keyName}`, requestId };
    case "cron":
      return { kind: "cron", requestId };
    default:
      throw new Failure("unauthenticated", "Acts are for callers with a name.");
  }
}
