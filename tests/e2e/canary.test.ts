import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { makeLabels } from "../../shared/ml/labels/make-labels.ts";
import { CLASSES } from "../../shared/ml/learner.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { node } from "../../shared/ml/onnx/graph.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { linearModel } from "../support/linear-model.ts";
import { modelOf } from "../support/models.ts";
import { declareInstrument, registerFile } from "../support/project-data.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";
import { clientOf, testStack } from "../support/stack.ts";

const SYMBOL = "SYN-E2E";
const HOUR = 3_600_000;
const ROWS = 420;
const LAST_OPEN = Math.floor(Date.now() / HOUR - 1) * HOUR;
const BARS = randomWalkBars({ rows: ROWS, seed: 11, start: LAST_OPEN - (ROWS - 1) * HOUR });
const { labelSpec } = modelOf({ version: "any" });

let stack: Stack;
let service: SupabaseClient;
beforeAll(async () => {
  const project = readProject();
  const functions = project.functions.filter(({ slug }) => ["models", "ml-predict"].includes(slug));
  stack = await testStack({ project: { ...project, functions } });
  service = clientOf(stack, stack.keys.secret);
  await declareInstrument(service, SYMBOL);
  const bars = { symbol: SYMBOL, timeframe: "1h", bars: BARS, onConflict: "skip" } as const;
  await createSupabaseBarStore(service).write(bars);
  const featureSet = { version: FEATURE_SET.version, definition: definition() };
  for (const [seed, version] of ["first", "second"].entries()) {
    await registerFile(service, SYMBOL, modelFile(seed + 1), { version, featureSet });
  }
});
afterAll(() => stack?.stop());

function definition() {
  return FEATURE_SET.features.map(({ name }) => ({ name }));
}

/** A linear model that takes missing values for zero. */
function modelFile(seed: number) {
  const width = FEATURE_SET.features.length;
  const linear = linearModel(width, seed);
  const zeros = { name: "zeros", dims: [1, width], data: new Float32Array(width) };
  const filled = [
    node("IsNaN", ["features"], "missing"),
    node("Where", ["missing", "zeros", "features"], "known"),
  ];
  const scores = node("MatMul", ["known", "weights"], "scores");
  const nodes = [...filled, scores, ...linear.nodes.slice(1)];
  return encodeModel({ ...linear, nodes, initializers: [...linear.initializers, zeros] });
}

async function call(path: string, method = "GET", body?: object) {
  const answer = await fetch(`${stack.url}/functions/v1/${path}`, {
    method,
    headers: { apikey: stack.keys.secret, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return await answer.json();
}

/** Forecasts of both models for bars a horizon apart: the canary knew better. */
async function logForecasts() {
  const { label } = makeLabels(BARS, labelSpec, "1h");
  const rows = Array.from({ length: 20 }, (_, i) => 120 + 13 * i);
  const forecast = (row: number, version: string, sure: number) => {
    const truth = CLASSES[label[row]!]!;
    return {
      model_version: version,
      symbol: SYMBOL,
      timeframe: "1h",
      horizon_bars: labelSpec.horizonBars,
      bar_ts: new Date(BARS.ts[row]!).toISOString(),
      input_features: {},
      predicted_direction: truth,
      probabilities: CLASSES.map((name) => (name === truth ? sure : (1 - sure) / 2)),
      confidence_score: 0.5,
    };
  };
  const predictions = rows.flatMap((row) => [forecast(row, "first", 0.2), forecast(row, "second", 0.8)]);
  const { error } = await service.rpc("log_predictions", { p_predictions: predictions });
  if (error) throw error;
}

it("a canary answers, is compared in the shadow, and is promoted by the test on what came true", async () => {
  await call("models/first/promote", "POST");
  expect(await call("models/second/canary", "POST", { percent: 100 })).toMatchObject({ status: "canary" });
  const answered = await call("ml-predict", "POST", { symbol: SYMBOL, log: "sync" });
  expect(answered).toMatchObject({ model: { version: "second", status: "canary" } });
  const shadows = async () =>
    (await service.from("ml_predictions").select("id, model_version").eq("prediction_type", "SHADOW")).data;
  await expect.poll(shadows, { timeout: 5_000 }).toMatchObject([{ model_version: "first" }]);

  await logForecasts();
  expect(await call("models/outcomes/run", "POST")).toMatchObject({ predictions: 40, more: false });
  expect(await call("models/canaries/run", "POST")).toMatchObject({
    canaries: [{ version: "second", verdict: "promote" }],
  });

  expect(await call("models/second")).toMatchObject({ status: "active" });
  expect(await call("models/second/canary")).toMatchObject({ outcome: "promoted", champion: "first" });
  expect(await call(`models/serving?symbol=${SYMBOL}&timeframe=1h`)).toMatchObject({
    active: { version: "second", percent: 100 },
    canary: null,
    actor: "betting-e-process",
  });
  const { entries } = await call("models/audit?subject_kind=model");
  const acts = entries.map(
    ({ action, actor }: { action: string; actor: { kind: string } }) => `${actor.kind} ${action}`,
  );
  expect(acts).toEqual(["system model.promote", "secret model.canary_start", "secret model.promote"]);

  const [shadow] = (await shadows())!;
  for (const id of [answered.id, shadow!.id]) {
    expect(await call(`models/predictions/${id}/replay`, "POST")).toMatchObject({ identical: true });
  }
  const { models } = await call("models/metrics");
  expect(models).toMatchObject([{ version: "second", answered: 1, errors: 0 }]);
});
