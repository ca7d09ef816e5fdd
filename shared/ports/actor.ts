/** Doer of an act that the audit log keeps, and the request that it came by. */
export interface Actor {
  /** Kind of caller; "system" is an automatism of the platform. */
  readonly kind: "user" | "operator" | "api_key" | "secret" | "cron" | "system";
  /** A user's or API key's id, the name of a secret key (`secret:default`) or of the automatism; cron has none. */
  readonly id?: string;
  readonly requestId?: string;
}
