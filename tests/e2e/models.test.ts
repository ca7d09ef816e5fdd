import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseModelRegistry } from "../../shared/adapters/supabase/model-registry.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { sliceBars } from "../../shared/market/bars.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { followJob } from "../../supabase/tools/train/training-client.ts";
import { fitForeignModel } from "../support/foreign-model.ts";
import { trainedModelOf } from "../support/models.ts";
import { declareInstrument } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";
import { trendingBars } from "../support/training-fixture.ts";

const SLUGS = ["health", "models", "jobs", "ml-predict", "market-data"];
const SYMBOL = "SYN-E2E";
let stack: Stack;
let register: (model: TrainedModel) => Promise<void>;

beforeAll(async () => {
  const project = readProject();
  const functions = project.functions.filter(({ slug }) => SLUGS.includes(slug));
  stack = await testStack({ project: { ...project, functions } });
  const client = clientOf(stack, stack.keys.secret);
  await declareInstrument(client, SYMBOL);
  register = createSupabaseModelRegistry(client).register;
});
afterAll(() => stack?.stop());

function call(path: string, init: { method?: string; key?: string; body?: unknown } = {}) {
  return fetch(`${stack.url}/functions/v1/${path}`, {
    method: init.method ?? "GET",
    headers: { apikey: init.key ?? stack.keys.secret, "content-type": "application/json" },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
}
const promote = (version: string) => call(`models/${version}/promote`, { method: "POST" });
const rollback = () =>
  call("models/rollback", { method: "POST", body: { universe: SYMBOL, timeframe: "1h", horizon: 12 } });
const activeVersions = async () => {
  const { models } = await (await call("models", { key: stack.keys.publishable })).json();
  return models.map(({ version }: { version: string }) => version);
};

describe("the model registry over HTTP", () => {
  it("keeps one active model a scope through promotions and rollbacks", async () => {
    for (const version of ["first", "second"]) await register(trainedModelOf(SYMBOL, { version }));
    expect((await promote("first")).status).toBe(200);
    expect((await promote("second")).status).toBe(200);
    expect(await activeVersions()).toEqual(["second"]);
    const { indicator_weights } = await (await call("models/second")).json();
    expect(indicator_weights).toMatchObject({
      previous_weights: { rsi: 1.1 },
      new_weights: { rsi: 1.1 },
      weight_changes: {},
    });
    expect(await (await rollback()).json()).toMatchObject({ version: "first", status: "active" });
    expect(await activeVersions()).toEqual(["first"]);
    expect(await (await rollback()).json()).toMatchObject({ code: "conflict", status: 409 });
  });

  it("keeps a model that failed the gate from serving, and tells why", async () => {
    const reasons = [{ code: "gain_not_proven", detail: "the gain may be nothing" }];
    await register(
      trainedModelOf(SYMBOL, {
        version: "weak",
        status: "rejected",
        gate: { passed: false, reasons, evidence: {} },
      }),
    );
    expect(await (await promote("weak")).json()).toMatchObject({ code: "gate_not_passed", reasons });
    expect(await (await call("models/weak")).json()).toMatchObject({ status: "rejected", gate: { reasons } });
    expect((await call("models/weak", { key: stack.keys.publishable })).status).toBe(404);
  });

  it("pages through all models", async () => {
    const first = await (await call("models?limit=2")).json();
    const second = await (
      await call(`models?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)
    ).json();
    const versions = [...first.models, ...second.models].map(({ version }) => version);
    expect(versions).toEqual(["weak", "second", "first"]);
    expect(second.next_cursor).toBeNull();
  });

  it("answers 404 for what it does not have", async () => {
    expect((await promote("none")).status).toBe(404);
    expect((await call("models/none")).status).toBe(404);
  });
});

describe("readiness", () => {
  it("sees database, storage and cache, and counts the active models", async () => {
    // Readiness waits a second for it, which its first start on a busy machine may take longer than.
    await call("ml-predict/status");
    const answer = await fetch(`${stack.url}/functions/v1/health/ready`);
    expect(answer.status).toBe(200);
    const { checks } = await answer.json();
    expect(checks).toMatchObject({
      database: { ok: true },
      storage: { ok: true },
      cache: { ok: true },
      active_models: { ok: true, count: 1 },
      models_loaded: { ok: true, count: 0 },
    });
  });
});

const HOUR_MS = 3_600_000;
const HORIZON = 4;
const ROWS = 2_600;
const LEARNED = 1_600;
const INSTRUMENT = {
  symbol: "SYN-TREND",
  assetClass: "synthetic",
  tickSize: 0.0001,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
} as const;

const LAST_OPEN = Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS;
/** A market that goes on in the direction of its last moves, up to the bar that has just closed. */
const BARS = (() => {
  const bars = trendingBars(ROWS, 1, 1.5);
  return { ...bars, ts: bars.ts.map((_, row) => LAST_OPEN - (ROWS - 1 - row) * HOUR_MS) };
})();

/** Knows the older bars; for the platform it is a foreign one. */
const FILE = fitForeignModel(sliceBars(BARS, 0, LEARNED), INSTRUMENT, HORIZON);

function upload(bytes: Uint8Array<ArrayBuffer>, version: string) {
  const query = new URLSearchParams({
    version,
    symbols: INSTRUMENT.symbol,
    timeframe: "1h",
    horizon: `${HORIZON}`,
    feature_set_version: FEATURE_SET.version,
    trained_until: new Date(BARS.ts[LEARNED]!).toISOString(),
    family: "elsewhere",
  });
  return fetch(`${stack.url}/functions/v1/models?${query}`, {
    method: "POST",
    headers: { apikey: stack.keys.secret, "content-type": "application/octet-stream" },
    body: bytes,
  });
}

describe("an upload", () => {
  beforeAll(() => storeHourlyBars(stack, INSTRUMENT, BARS));

  it("an uploaded file is evaluated in isolates, becomes a candidate with a card, is promoted, and answers", async () => {
    const accepted = await upload(FILE, "mine");
    expect(accepted.status).toBe(202);
    const { job_url, sha256 } = await accepted.json();
    const job = await followJob({ url: stack.url, key: stack.keys.secret }, job_url, () => {});
    expect(job.error).toBeNull();
    expect(job.result).toMatchObject({
      model_version: "mine",
      model_status: "candidate",
      onnx_sha256: sha256,
    });

    const { findings, ...model } = await callFunction(stack, "GET", "models/mine/card");
    expect(model).toMatchObject({
      version: "mine",
      family: "elsewhere",
      status: "candidate",
      gate: { passed: true },
    });
    expect(findings).toMatchObject({
      classes: ["SELL", "HOLD", "BUY"],
      calibrations: null,
      training_end: "declared_by_uploader",
    });
    expect(findings.importance).toHaveLength(FEATURE_SET.features.length);
    expect(findings.importance[0].value).toBeGreaterThan(0);
    const picture = await fetch(`${stack.url}/functions/v1/models/mine/card/importance.svg`, {
      headers: { apikey: stack.keys.secret },
    });
    expect(await picture.text()).toMatch(/^<svg/);

    expect(await callFunction(stack, "POST", "models/mine/promote")).toMatchObject({ status: "active" });
    const answer = await callFunction(stack, "POST", "ml-predict", {
      symbol: INSTRUMENT.symbol,
      horizon: HORIZON,
      log: "sync",
    });
    expect(answer).toMatchObject({ model: { version: "mine", status: "active" }, bar: { ts: LAST_OPEN } });
    const { sell, hold, buy } = answer.probabilities;
    expect(sell + hold + buy).toBeCloseTo(1, 6);
    expect(answer.prediction_set).toMatchObject({ coverage: 0.9, classes: expect.any(Array) });
  });

  it("a file that breaks the contract is refused by name, and nothing of it is kept", async () => {
    const refused = await upload(FILE.slice(0, 1_000), "broken");
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: "unsupported_model", fault: "not_onnx" });
    const answer = await fetch(`${stack.url}/functions/v1/models/broken`, {
      headers: { apikey: stack.keys.secret },
    });
    expect(answer.status).toBe(404);
  });
});
