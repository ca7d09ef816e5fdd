import type { Scope } from "../api-keys/scopes.ts";
import type { FailureCode } from "../failure.ts";
import type { CallerKind } from "./callers.ts";
import type { RouteLimit } from "./limit-rate.ts";

/**
 * Callers of a route, and the codes with which it can refuse them beyond those every route shares. A route that takes API
 * keys names the scope that a key needs. Every route counts against its caller's limits unless it says that it is exempt.
 */
export type Access = {
  readonly refusals?: readonly FailureCode[];
  readonly limit?: RouteLimit | "exempt";
  /** Of a route that creates something: it may be sent again under an Idempotency-Key without doing it twice. */
  readonly idempotent?: boolean;
  /** Members of the answer that are shown once and never kept for a replay: secrets. */
  readonly redactReplay?: readonly string[];
} & (
  | { readonly callers: readonly Exclude<CallerKind, "api_key">[]; readonly scope?: never }
  | { readonly callers: readonly CallerKind[]; readonly scope: Scope }
);
