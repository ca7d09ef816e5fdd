import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../shared/failure.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  TEST_USER_ID,
} from "../../tests/support/http-deps.ts";
import { createMemoryAuditLog } from "../../tests/support/memory/audit-log.ts";
import { createMemoryCanaryTestStore } from "../../tests/support/memory/canary-test-store.ts";
import { createMemoryModelStore, type GivenSpan } from "../../tests/support/memory/model-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { createApp } from "./app.ts";

const SECRET = { apikey: TEST_SECRET_KEY };
const REASONS = [{ code: "gain_not_proven", detail: "the gain may be nothing" }];
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

let app: ReturnType<typeof createApp>;
/** The function over MODELS, with these outcomes of the registry's acts. */
function withActs(acts: Partial<ModelStore> = {}) {
  app = createApp(
    testModelsDeps({
      models: createMemoryModelStore(MODELS, { spans: SPANS, ...acts }),
      audit: createMemoryAuditLog(ENTRIES),
    }),
  );
}
beforeEach(() => withActs());

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = SECRET) {
  return app.request(`/models${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
const setCanary = (version: string, percent: unknown) => call("POST", `/${version}/canary`, { percent });
const json = async (answer: Response | Promise<Response>) => (await answer).json();

const canaryOf = (version: string, canaryPercent: number) =>
  modelOf({ version, state: "canary", canaryPercent });

describe("POST /:version/canary", () => {
  it("starts a canary with its share, in the caller's name", async () => {
    const act = vi.fn(async (version: string, percent: number) => canaryOf(version, percent));
    withActs({ setCanary: act });
    expect(await json(setCanary("v2", 10))).toMatchObject({ status: "canary", canary_percent: 10 });
    expect(await json(setCanary("v2", 0))).toMatchObject({ status: "canary", canary_percent: 0 });
    expect(act.mock.calls).toMatchObject([
      ["v2", 10, { kind: "secret" }],
      ["v2", 0, { kind: "secret" }],
    ]);
    expect(await json(call("GET", "/v1"))).toMatchObject({ status: "active", canary_percent: null });
  });

  it.each(["conflict", "gate_not_passed", "not_found"] as const)(
    "tells the registry's refusal: %s",
    async (code) => {
      withActs({ setCanary: () => Promise.reject(new Failure(code, "refused")) });
      expect(await json(setCanary("v2", 5))).toMatchObject({ code, detail: "refused" });
    },
  );

  it.each([
    ["a model that failed the gate", "weak", { code: "gate_not_passed", reasons: REASONS }],
    ["an unknown model", "none", { code: "not_found" }],
  ])("refuses %s without asking the registry", async (_, version, problem) => {
    expect(await json(setCanary(version, 5))).toMatchObject(problem);
  });

  it.each([-1, 100.5, "10", null, undefined])("refuses a share of %s", async (percent) => {
    expect(await json(setCanary("v2", percent))).toMatchObject({ code: "invalid_request" });
  });
});

describe("DELETE /:version/canary", () => {
  it("makes it a candidate again", async () => {
    const stopCanary = vi.fn(async (version: string) => modelOf({ version }));
    withActs({ stopCanary });
    expect(await json(call("DELETE", "/v2/canary"))).toMatchObject({
      status: "candidate",
      canary_percent: null,
    });
    expect(stopCanary.mock.calls).toMatchObject([["v2", { kind: "secret" }]]);
  });

  it.each([
    ["conflict", 409],
    ["not_found", 404],
  ] as const)("tells the registry's refusal: %s", async (code, status) => {
    withActs({ stopCanary: () => Promise.reject(new Failure(code, "refused")) });
    const answer = await call("DELETE", "/v2/canary");
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, detail: "refused" }]);
  });
});

describe("GET /serving", () => {
  const serving = (query: string) => json(call("GET", `/serving?${query}`));

  it("tells who served at a time, with their shares", async () => {
    const times = [0, 1, 2, 3].map((hour) => Date.UTC(2026, 0, 1, hour));
    expect(await serving(`symbol=EURUSD&timeframe=1h&at=${times[1]}`)).toMatchObject({
      active: { version: "v2", percent: 100 },
      canary: null,
      act: "promote",
      until: "2026-01-01T02:00:00.000Z",
    });
    expect(await serving(`symbol=EURUSD&timeframe=1h&horizon=12&at=${times[3]}`)).toMatchObject({
      active: { version: "v2", percent: 75 },
      canary: { version: "v3", percent: 25 },
      act: "canary_start",
      until: null,
    });
    expect(await serving("symbol=EURUSD&timeframe=1h&at=2025-12-31T23:00:00Z")).toMatchObject({
      code: "not_found",
    });
  });

  it.each([
    ["no symbol", "timeframe=1h"],
    ["no timeframe", "symbol=EURUSD"],
    ["an unknown timeframe", "symbol=EURUSD&timeframe=7h"],
    ["a time that is none", "symbol=EURUSD&timeframe=1h&at=soon"],
    ["a horizon of 0", "symbol=EURUSD&timeframe=1h&horizon=0"],
    ["an unknown member", "symbol=EURUSD&timeframe=1h&model=v1"],
  ])("refuses %s", async (_, query) => {
    expect(await serving(query)).toMatchObject({ code: "invalid_request" });
  });
});

describe("GET /audit", () => {
  const ids = async (query: string) =>
    ((await json(call("GET", `/audit${query}`))) as { entries: { id: number }[] }).entries.map(
      ({ id }) => id,
    );

  it("lists acts, newest first, by subject and act, page by page", async () => {
    expect(await ids("")).toEqual([3, 2, 1]);
    expect(await ids("?subject_kind=model&subject_id=v2")).toEqual([2]);
    expect(await ids("?action=model.rollback")).toEqual([3]);
    const page = await json(call("GET", "/audit?limit=2"));
    expect(page).toMatchObject({
      next_cursor: 2,
      entries: [{ request_id: "r3" }, { subject: { id: "v2" } }],
    });
    expect(await ids("?limit=2&cursor=2")).toEqual([1]);
  });

  it.each(["?limit=0", "?cursor=x", "?colour=red"])("refuses %s", async (query) => {
    expect(await json(call("GET", `/audit${query}`))).toMatchObject({ code: "invalid_request" });
  });
});

it("is for operators and secret keys alone", async () => {
  withActs({
    setCanary: async (version, percent) => canaryOf(version, percent),
    stopCanary: async (version) => modelOf({ version }),
  });
  const anon = { apikey: TEST_PUBLISHABLE_KEY };
  const user = { ...anon, authorization: `Bearer ${await signTestToken()}` };
  const operator = {
    ...anon,
    authorization: `Bearer ${await signTestToken({ app_metadata: { role: "operator" } })}`,
  };
  const requests: [string, string, unknown][] = [
    ["POST", "/v2/canary", { percent: 5 }],
    ["DELETE", "/v2/canary", undefined],
    ["GET", "/serving?symbol=EURUSD&timeframe=1h", undefined],
    ["GET", "/audit", undefined],
  ];
  for (const [method, path, body] of requests) {
    expect((await call(method, path, body, {})).status).toBe(401);
    expect((await call(method, path, body, anon)).status).toBe(401);
    expect((await call(method, path, body, user)).status).toBe(403);
    expect((await call(method, path, body, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await call(method, path, body, operator)).status).toBeLessThan(400);
  }
});

describe("GET /:version/canary", () => {
  it("shows the evidence so far, and what it would take", async () => {
    const test = {
      id: 1,
      universe: "EURUSD",
      timeframe: "1h",
      horizonBars: 12,
      championVersion: "v1",
      canaryVersion: "v2",
      startedAt: "2026-01-01T00:00:00+00:00",
      state: { observations: 2, gainSum: 0.5, better: [4, 2, 3], worse: [0.25, 0.5, 0], freeAt: 0 },
      processedBarTs: 0,
      outcome: undefined,
      endedAt: undefined,
    } as const;
    app = createApp(testModelsDeps({ canaryTests: createMemoryCanaryTestStore([test]) }));
    expect(await json(call("GET", "/v2/canary"))).toMatchObject({
      test: "betting-e-process",
      champion: "v1",
      observations: 2,
      mean_gain: 0.25,
      e_better: 3,
      e_worse: 0.25,
      decides_at: 40,
      outcome: null,
    });
    expect((await call("GET", "/v1/canary")).status).toBe(404);
  });
});

describe("the jobs of the registry", () => {
  it("settle outcomes and evaluate canaries, for the platform alone", async () => {
    const cron = { apikey: TEST_CRON_KEY };
    expect(await json(call("POST", "/outcomes/run", undefined, cron))).toEqual({
      predictions: 0,
      bars: 0,
      more: false,
    });
    expect(await json(call("POST", "/canaries/run", undefined, cron))).toEqual({ canaries: [] });
    for (const path of ["/outcomes/run", "/canaries/run"]) {
      expect((await call("POST", path, undefined, SECRET)).status).toBe(200);
      expect((await call("POST", path, undefined, {})).status).toBe(401);
      expect((await call("POST", path, undefined, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(401);
    }
  });
});
