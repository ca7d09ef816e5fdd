import type { HttpDeps } from "../../shared/http/env.ts";
import type { AuditLog } from "../../shared/ports/audit-log.ts";
import type { ModelCardStore } from "../../shared/ports/model-card-store.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";

/** What this function needs, behind ports. */
export interface ModelsDeps extends HttpDeps {
  readonly models: ModelStore;
  readonly audit: AuditLog;
  readonly cards: ModelCardStore;
}
