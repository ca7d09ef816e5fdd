import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { barrierDistances } from "../../shared/ml/labels/triple-barrier.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { createStack, type Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { uploadOnnxWasm } from "../../supabase/tools/deploy/set-up-project.ts";
import { copyCluster } from "../support/database.ts";
import { linearModel } from "../support/linear-model.ts";
import { modelOf } from "../support/models.ts";
import { multilayerPerceptron } from "../support/network-models.ts";
import { nativeStandIn } from "../support/onnx-runtimes.ts";
import { declareInstrument, registerFile } from "../support/project-data.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";
import { clientOf, signedUp } from "../support/stack.ts";

const SYMBOL = "SYN-E2E";
const HOUR = 3_600_000;
const ROWS = 400;
const LAST_OPEN = Math.floor(Date.now() / HOUR - 1) * HOUR;
const BARS = randomWalkBars({ rows: ROWS, seed: 11, start: LAST_OPEN - (ROWS - 1) * HOUR });
/** Only ONNX Runtime takes a network: the last rung of the ladder serves it. */
const NETWORK = encodeModel(multilayerPerceptron(FEATURE_SET.features.length));

const dataDir = mkdtempSync(join(tmpdir(), "edgewise-predict-"));
const project = readProject();
const functions = project.functions.filter(({ slug }) => ["health", "ml-predict"].includes(slug));
let stack: Stack;
let service: SupabaseClient;

beforeAll(async () => {
  await copyCluster("migrated", join(dataDir, "postgres"));
  stack = await createStack({ dataDir, project: { ...project, functions } });
  service = clientOf(stack, stack.keys.secret);
  await declareInstrument(service, SYMBOL);
  await createSupabaseBarStore(service).write({
    symbol: SYMBOL,
    timeframe: "1h",
    bars: BARS,
    onConflict: "skip",
  });
  const featureSet = { version: FEATURE_SET.version, definition: {} };
  await registerFile(service, SYMBOL, NETWORK, { version: "network", featureSet });
  await registerFile(service, SYMBOL, encodeModel(linearModel(FEATURE_SET.features.length)), {
    version: "linear",
    featureSet,
  });
  await uploadOnnxWasm({ url: stack.url, secretKey: stack.keys.secret });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function predict(body: object, headers: Record<string, string> = { apikey: stack.keys.secret }) {
  const answer = await fetch(`${stack.url}/functions/v1/ml-predict`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ symbol: SYMBOL, ...body }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function promote(version: string) {
  const { error } = await service.rpc("promote_model", {
    p_model_version: version,
    p_actor: { kind: "system", id: "test" },
  });
  if (error) throw error;
}

async function storedPredictions(url: string): Promise<number> {
  const sql = postgres(url);
  const [row] = await sql<{ count: number }[]>`select count(*)::integer as count from public.ml_predictions`;
  await sql.end();
  return row!.count;
}

describe("a prediction", () => {
  it("is refused while no model is active, and made by a candidate that is named", async () => {
    expect(await predict({})).toMatchObject({ status: 409, body: { code: "no_active_model" } });
    expect(await predict({ model_version: "network", log: "sync" })).toMatchObject({
      status: 200,
      body: { model: { status: "candidate", runtime: "wasm" } },
    });
    expect(await storedPredictions(stack.databaseUrl)).toBe(1);
  });

  it("comes from the file in Storage, as ONNX Runtime gives it", async () => {
    await promote("network");
    await expect.poll(async () => (await predict({})).status, { timeout: 3_000 }).toBe(200);
    const { body } = await predict({});
    expect(body).toMatchObject({ bar: { ts: LAST_OPEN }, model: { version: "network", status: "active" } });

    const loaded = await nativeStandIn.load(NETWORK);
    if ("refused" in loaded) throw new Error(loaded.reason);
    const values = FEATURE_SET.features.map(({ name }) => body.features_used[name] as number);
    const [sell, hold, buy] = await loaded.run(Float32Array.from(values), 1);
    expect(body.probabilities.sell).toBeCloseTo(sell!, 6);
    expect(body.probabilities.hold).toBeCloseTo(hold!, 6);
    expect(body.probabilities.buy).toBeCloseTo(buy!, 6);
    const distance = barrierDistances(BARS.close, modelOf({ version: "network" }).labelSpec).at(-1)!;
    expect(body.risk.loss_at_stop).toBeCloseTo(distance, 12);
  });

  it("belongs to the user who asked, who alone can read it", async () => {
    const [ann, bob] = await Promise.all(["ann", "bob"].map((name) => signedUp(stack, name)));
    const { data } = await ann!.auth.getSession();
    const headers = {
      apikey: stack.keys.publishable,
      authorization: `Bearer ${data.session!.access_token}`,
    };
    const { body } = await predict({ log: "sync" }, headers);
    const rowsOf = async (client: SupabaseClient) =>
      (await client.from("ml_predictions").select("id, model_version")).data;
    expect(await rowsOf(ann!)).toEqual([{ id: body.id, model_version: "network" }]);
    expect(await rowsOf(bob!)).toEqual([]);
  });

  it("leaves its model in memory, which readiness tells", async () => {
    // A linear one: the network's runtime costs an isolate most of its CPU, and its memory goes with it.
    await promote("linear");
    const checksAfterPrediction = async () => {
      await predict({ log: "sync" });
      return (await (await fetch(`${stack.url}/functions/v1/health/ready`)).json()).checks;
    };
    await expect
      .poll(async () => (await checksAfterPrediction()).models_loaded.count, { timeout: 20_000 })
      .toBeGreaterThan(0);
    expect((await checksAfterPrediction()).active_models).toMatchObject({ ok: true, count: 1 });
  });
});

describe("a clean stop", () => {
  it("after 1,000 predictions leaves exactly 1,000 more rows", async () => {
    const before = await storedPredictions(stack.databaseUrl);
    const refused: unknown[] = [];
    for (let round = 0; round < 50; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => predict({})));
      refused.push(...answers.filter(({ status }) => status !== 200));
    }
    expect(refused).toEqual([]);
    await stack.stop();
    stack = await createStack({ dataDir, project: { ...project, functions: [] } });
    expect(await storedPredictions(stack.databaseUrl)).toBe(before + 1_000);
  });
});
