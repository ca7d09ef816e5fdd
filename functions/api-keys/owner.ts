import type { Context } from "hono";
import { Failure } from "../../shared/failure.ts";
import type { AppEnv } from "../../shared/http/env.ts";
import type { KeyOwner } from "../../shared/ports/api-key-store.ts";

/** The signed-in user, whose keys these are. Routes here let in nobody else. */
export function keyOwnerOf({ var: { caller, requestId } }: Pick<Context<AppEnv>, "var">): KeyOwner {
  if (caller.kind === "user" || caller.kind === "operator") {
    return { kind: caller.kind, id: caller.userId, requestId };
  }
  throw new Failure("forbidden", "API keys belong to signed-in users.");
}
