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
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { createApp } from "./app.ts";

const ANON = { apikey: TEST_PUBLISHABLE_KEY };
const SECRET = { apikey: TEST_SECRET_KEY };
const CRON = { apikey: TEST_CRON_KEY };
const bearer = async (claims: object = {}) => ({
  ...ANON,
  authorization: `Bearer ${await signTestToken({ ...claims })}`,
});
const operator = () => bearer({ app_metadata: { role: "operator" } });

const REASONS = [{ code: "gain_not_proven", detail: "the gain over the class prior may be nothing" }];
const MODELS = [
  modelOf({ version: "v1", state: "active", createdAt: "2026-01-01T00:00:00.000001Z" }),
  modelOf({ version: "v2", createdAt: "2026-01-02T00:00:00.000001Z" }),
  modelOf({
    version: "v3",
    state: "rejected",
    gate: { passed: false, reasons: REASONS, evidence: { lower: -0.01 } },
    createdAt: "2026-01-03T00:00:00.000001Z",
  }),
  modelOf({
    version: "spy",
    universe: "SPY",
    state: "active",
    createdAt: "2026-01-04T00:00:00.000001Z",
  }),
];

let app: ReturnType<typeof createApp>;
/** The function over MODELS, with these outcomes of the registry's acts. */
function withActs(acts: Partial<ModelStore> = {}) {
  app = createApp(testModelsDeps({ models: createMemoryModelStore(MODELS, acts) }));
}
beforeEach(() => withActs());

const get = (path: string, headers: Record<string, string>) => app.request(`/models${path}`, { headers });
function post(path: string, headers: Record<string, string>, body?: unknown) {
  return app.request(`/models${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
const versionsIn = async (answer: Response) =>
  ((await answer.json()) as { models: { version: string }[] }).models.map(({ version }) => version);
const SCOPE = { universe: "EURUSD", timeframe: "H1", horizon: 12 };

describe("GET /", () => {
  it("shows the public the active models, and operators and secret keys all", async () => {
    expect(await versionsIn(await get("", ANON))).toEqual(["spy", "v1"]);
    expect(await versionsIn(await get("", await bearer()))).toEqual(["spy", "v1"]);
    expect(await versionsIn(await get("", await operator()))).toEqual(["spy", "v3", "v2", "v1"]);
    expect(await versionsIn(await get("", SECRET))).toEqual(["spy", "v3", "v2", "v1"]);
  });

  it("filters by scope and status", async () => {
    expect(await versionsIn(await get("?universe=EURUSD&timeframe=H1&horizon=12", ANON))).toEqual(["v1"]);
    expect(await versionsIn(await get("?horizon=24", ANON))).toEqual([]);
    expect(await versionsIn(await get("?status=rejected", SECRET))).toEqual(["v3"]);
  });

  it("pages by cursor without losing or repeating a model", async () => {
    const seen: string[] = [];
    let query = "";
    for (let page = 0; page < 2; page++) {
      const answer = await (await get(`?limit=2${query}`, SECRET)).json();
      seen.push(...answer.models.map(({ version }: { version: string }) => version));
      query = `&cursor=${encodeURIComponent(answer.next_cursor)}`;
      expect(answer.next_cursor === null).toBe(page === 1);
    }
    expect(seen).toEqual(["spy", "v3", "v2", "v1"]);
  });

  it("does not show the public what is not active", async () => {
    const answer = await get("?status=candidate", ANON);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "forbidden" });
  });

  it.each([
    "?timeframe=7h",
    "?horizon=0",
    "?horizon=abc",
    "?status=best",
    "?limit=0",
    "?limit=101",
    "?cursor=soon",
    "?universe=%20",
    "?colour=red",
  ])("refuses %s", async (query) => {
    const answer = await get(query, SECRET);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });

  it("needs a key", async () => {
    expect((await get("", {})).status).toBe(401);
    expect((await get("", CRON)).status).toBe(403);
  });
});

describe("GET /:version", () => {
  it("tells everything, the gate's reasons and evidence too", async () => {
    expect(await (await get("/v3", SECRET)).json()).toMatchObject({
      version: "v3",
      status: "rejected",
      gate: { passed: false, reasons: REASONS, evidence: { lower: -0.01 } },
      baselines: { class_prior: [0.3, 0.4, 0.3] },
      label: { kind: "triple_barrier", barrier_multiple: 1, volatility_window: 100 },
      file: { size_bytes: 1_000 },
    });
  });

  it("has the weights of indicators that its training recorded, where it recorded any", async () => {
    const first = { current: { rsi: 1.1 }, previous: undefined, changes: undefined };
    const second = { current: { rsi: 1.5 }, previous: { rsi: 1.1 }, changes: { rsi: 0.4 } };
    const models = [
      modelOf({ version: "first", indicatorWeights: first }),
      modelOf({ version: "second", indicatorWeights: second }),
      modelOf({ version: "foreign" }),
    ];
    app = createApp(testModelsDeps({ models: createMemoryModelStore(models) }));
    const weightsOf = async (version: string) =>
      (await (await get(`/${version}`, SECRET)).json()).indicator_weights;
    expect(await weightsOf("first")).toEqual({
      new_weights: { rsi: 1.1 },
      previous_weights: null,
      weight_changes: null,
    });
    expect(await weightsOf("second")).toEqual({
      new_weights: { rsi: 1.5 },
      previous_weights: { rsi: 1.1 },
      weight_changes: { rsi: 0.4 },
    });
    expect(await weightsOf("foreign")).toBeNull();
  });

  it("shows the public an active model, and answers 404 for any other as for none", async () => {
    expect((await get("/v1", ANON)).status).toBe(200);
    for (const version of ["v2", "v3", "none"]) {
      const answer = await get(`/${version}`, ANON);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
  });

  it("refuses a version that no model can have", async () => {
    expect((await get("/-no", SECRET)).status).toBe(400);
  });
});

describe("POST /:version/promote", () => {
  it("promotes the model in the caller's name, and answers what it is now", async () => {
    const promote = vi.fn(async (version: string) => modelOf({ version, state: "active" }));
    withActs({ promote });
    const answer = await post("/v2/promote", await operator());
    expect(await answer.json()).toMatchObject({ version: "v2", status: "active" });
    expect((await post("/v2/promote", SECRET)).status).toBe(200);
    expect(promote.mock.calls).toMatchObject([
      ["v2", { kind: "operator", id: TEST_USER_ID }],
      ["v2", { kind: "secret" }],
    ]);
  });

  it("refuses a model that has not passed the gate, with the reasons, and promotes nothing", async () => {
    const promote = vi.fn();
    withActs({ promote });
    const answer = await post("/v3/promote", SECRET);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "gate_not_passed", reasons: REASONS });
    expect(promote).not.toHaveBeenCalled();
  });

  it("tells what the registry refuses", async () => {
    withActs({ promote: () => Promise.reject(new Failure("conflict", "model v2 is training")) });
    const answer = await post("/v2/promote", SECRET);
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { code: "conflict", detail: "model v2 is training" },
    ]);
  });

  it("answers 404 for an unknown version", async () => {
    expect((await post("/none/promote", SECRET)).status).toBe(404);
  });

  it("is for operators and secret keys", async () => {
    expect((await post("/v2/promote", {})).status).toBe(401);
    expect((await post("/v2/promote", ANON)).status).toBe(401);
    expect((await post("/v2/promote", CRON)).status).toBe(403);
    expect((await post("/v2/promote", await bearer())).status).toBe(403);
  });
});

describe("POST /rollback", () => {
  it("brings back the model before, in the caller's name", async () => {
    const rollback = vi.fn(async () => modelOf({ version: "v1", state: "active" }));
    withActs({ rollback });
    expect(await (await post("/rollback", SECRET, SCOPE)).json()).toMatchObject({
      version: "v1",
      status: "active",
    });
    const scope = { universe: "EURUSD", timeframe: "1h", horizonBars: 12 };
    expect(rollback.mock.calls).toMatchObject([[scope, { kind: "secret" }]]);
  });

  it.each([
    ["nothing to go back to", "conflict", 409],
    ["a universe that nobody has declared", "not_found", 404],
  ] as const)("tells the registry's refusal of %s", async (_, code, status) => {
    withActs({ rollback: () => Promise.reject(new Failure(code, "refused")) });
    const answer = await post("/rollback", SECRET, SCOPE);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, detail: "refused" }]);
  });

  it.each([
    ["no body", undefined],
    ["no horizon", { universe: "EURUSD", timeframe: "1h" }],
    ["a horizon of no bar", { ...SCOPE, horizon: 0 }],
    ["an unknown timeframe", { ...SCOPE, timeframe: "7h" }],
    ["an unknown member", { ...SCOPE, force: true }],
  ])("refuses %s", async (_, body) => {
    const answer = await post("/rollback", SECRET, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });

  it("is for operators and secret keys", async () => {
    expect((await post("/rollback", ANON, SCOPE)).status).toBe(401);
    expect((await post("/rollback", await bearer(), SCOPE)).status).toBe(403);
  });
});
