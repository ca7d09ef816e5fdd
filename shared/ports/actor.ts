/** Doer of an act that the audit log keeps, and the request that it came by. */
export interface Actor {
  /** Kind of caller; "system" is an automatism of the platform. */
  readonly kind: "user" | "operator" | "api_key" | "secret" | "cron" | "system";
  /** A user's or key's id, or the automatism's name; a platform key has none. */
  readonly id?: string;
  readonly requestId?: string;
}
