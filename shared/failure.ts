/** Stable codes of everything that can be refused. Clients branch on them: never rename one. */
export type FailureCode =
  | "invalid_request"
  | "unauthenticated"
  | "forbidden"
  | "insufficient_scope"
  | "address_not_allowed"
  | "test_key"
  | "key_limit"
  | "watchlist_limit"
  | "not_found"
  | "method_not_allowed"
  | "unknown_symbol"
  | "conflict"
  | "job_running"
  | "no_active_model"
  | "gate_not_passed"
  | "feature_set_mismatch"
  | "not_enough_bars"
  | "not_enough_trades"
  | "payload_too_large"
  | "rate_limited"
  | "idempotency_in_progress"
  | "idempotency_mismatch"
  | "unsupported_model"
  | "runtime_unavailable"
  | "unavailable"
  | "internal";

/** A place in the request that is wrong: a JSON pointer and what is wrong with it. */
export interface FailurePointer {
  readonly pointer: string;
  readonly detail: string;
}

/** An expected refusal. `detail` is shown to the caller; `cause` is logged and never sent. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string;
  readonly errors: readonly FailurePointer[];
  /** Further members of the answer, for example the URL of the job that is in the way. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** When trying again may help. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FailureCode,
    detail: string,
    options: {
      cause?: unknown;
      errors?: readonly FailurePointer[];
      extra?: Readonly<Record<string, unknown>>;
      retryAfterMs?: number;
    } = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = "Failure";
    this.code = code;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.extra = options.extra ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}
