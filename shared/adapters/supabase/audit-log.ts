import type { Actor } from "../../ports/actor.ts";
import type { AuditEntry, AuditLog } from "../../ports/audit-log.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly actor_kind: Actor["kind"];
  readonly actor_id: string | null;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string | null;
}

/** The table `audit_log`. */
export function createSupabaseAuditLog(client: ProjectClient): AuditLog {
  return {
    async list({ subjectKind, subjectId, action, beforeId, limit }) {
      const rows = await callFunction<AuditRow[]>(client, "list_audit", {
        p_subject_kind: subjectKind ?? null,
        p_subject_id: subjectId ?? null,
        p_action: action ?? null,
        p_before_id: beforeId ?? null,
        p_limit: limit,
      });
      return rows.map(toEntry);
    },
  };
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    actor: {
      kind: row.actor_kind,
      ...(row.actor_id !== null && { id: row.actor_id }),
      ...(row.request_id !== null && { requestId: row.request_id }),
    },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id },
    before: row.before ?? undefined,
    after: row.after ?? undefined,
  };
}
