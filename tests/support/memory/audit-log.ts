import type { AuditEntry, AuditLog } from "../../../shared/ports/audit-log.ts";

/** Given entries, for tests. */
export function createMemoryAuditLog(entries: readonly AuditEntry[]): AuditLog {
  return {
    list: async ({ subjectKind, subjectId, action, beforeId = Infinity, limit }) =>
      entries
        .filter(({ id }) => id < beforeId)
        .filter(({ subject }) => subjectKind === undefined || subject.kind === subjectKind)
        .filter(({ subject }) => subjectId === undefined || subject.id === subjectId)
        .filter((entry) => action === undefined || entry.action === action)
        .sort((a, b) => b.id - a.id)
        .slice(0, limit),
  };
}
