import { createApp } from "../../functions/models/app.ts";
import type { ModelsDeps } from "../../functions/models/deps.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import { TEST_SECRET_KEY, TEST_USER_ID } from "./http-deps.ts";
import { createMemoryAuditLog } from "./memory/audit-log.ts";
import { createMemoryModelStore, type GivenSpan } from "./memory/model-store.ts";
import { modelOf } from "./models.ts";
import { testModelsDeps } from "./models-deps.ts";

export const SECRET = { apikey: TEST_SECRET_KEY };
export const REASONS = [{ code: "gain_not_proven", detail: "the gain may be nothing" }];
const MODELS = [
  modelOf({ version: "v1", state: "active" }),
  modelOf({ version: "v2" }),
  modelOf({ version: "weak", state: "rejected", gate: { passed: false, reasons: REASONS, evidence: {} } }),
];
const SPAN = {
  universe: "EURUSD",
  symbols: ["EURUSD"],
  timeframe: "1h",
  horizonBars: 12,
  activeVersion: "v2",
  actor: "somebody",
} as const;
const SPANS: GivenSpan[] = [
  {
    ...SPAN,
    canary: undefined,
    act: "promote",
    since: "2026-01-01T00:00:00.000Z",
    until: "2026-01-01T02:00:00.000Z",
  },
  {
    ...SPAN,
    canary: { version: "v3", percent: 25 },
    act: "canary_start",
    since: "2026-01-01T02:00:00.000Z",
    until: undefined,
  },
];
const ENTRIES = [1, 2, 3].map((id) => ({
  id,
  at: "2026-01-01T00:00:00+00:00",
  actor: { kind: "operator", id: TEST_USER_ID, requestId: `r${id}` } as const,
  action: id === 3 ? "model.rollback" : "model.promote",
  subject: { kind: "model", id: `v${id}` },
  before: { state: "candidate" },
  after: { state: "active" },
}));

/** The models function over three models, their serving log and acts upon them, with these outcomes of the registry's acts. */
export function registryApp(acts: Partial<ModelStore> = {}, changes: Partial<ModelsDeps> = {}) {
  const app = createApp(
    testModelsDeps({
      models: createMemoryModelStore(MODELS, { spans: SPANS, ...acts }),
      audit: createMemoryAuditLog(ENTRIES),
      ...changes,
    }),
  );

  /** Asks with the secret key, unless other headers are given. */
  function call(method: string, path: string, body?: unknown, headers: Record<string, string> = SECRET) {
    return app.request(`/models${path}`, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
  return { call };
}

/** The body of an answer. */
export const json = async (answer: Response | Promise<Response>) => (await answer).json();

export const canaryOf = (version: string, canaryPercent: number) =>
  modelOf({ version, state: "canary", canaryPercent });
