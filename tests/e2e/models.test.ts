import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseModelRegistry } from "../../shared/adapters/supabase/model-registry.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { trainedModelOf } from "../support/models.ts";
import { declareInstrument } from "../support/project-data.ts";
import { clientOf, testStack } from "../support/stack.ts";

const SYMBOL = "SYN-E2E";
let stack: Stack;
let register: (model: TrainedModel) => Promise<void>;

beforeAll(async () => {
  const project = readProject();
  const functions = project.functions.filter(({ slug }) => ["health", "models"].includes(slug));
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
    const answer = await fetch(`${stack.url}/functions/v1/health/ready`);
    expect(answer.status).toBe(200);
    const { checks } = await answer.json();
    expect(checks).toMatchObject({
      database: { ok: true },
      storage: { ok: true },
      cache: { ok: true },
      active_models: { ok: true, count: 1 },
      models_loaded: { ok: false },
    });
  });
});
