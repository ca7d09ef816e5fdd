import type { Actor } from "../../ports/actor.ts";

/** An actor as SQL functions take it. */
export function toActorRow({ kind, id, requestId }: Actor) {
  return { kind, id: id ?? null, request_id: requestId ?? null };
}
