import type { Actor } from "./actor.ts";

export interface AuditEntry {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: Actor;
  /** <subject>.<verb>, for example model.promote. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The subject's changed parts; undefined where there was, or is, no subject. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditFilter {
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly action?: string;
  /** Only entries before this one. */
  readonly beforeId?: number;
  readonly limit: number;
}

/** The record of acts. Its rows are written in SQL, in the transaction of each act. */
export interface AuditLog {
  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
}
