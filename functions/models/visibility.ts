import type { Caller } from "../../shared/http/callers.ts";

/** Active models are public; those that wait, failed or retired are for whoever runs the platform. */
export function seesEveryModel(caller: Caller): boolean {
  return caller.kind === "secret" || caller.kind === "operator";
}
