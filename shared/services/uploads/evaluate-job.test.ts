import { beforeAll, describe, expect, test } from "vitest";
import { linearModel } from "../../../tests/support/linear-model.ts";
import { createMemoryModelStore } from "../../../tests/support/memory/model-store.ts";
import { modelOf, TEST_ACTOR } from "../../../tests/support/models.ts";
import { nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { RETURN_FEATURES, trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import { sha256Hex } from "../../hash/sha256.ts";
import { LruMap } from "../../memory/lru-map.ts";
import { COVERAGES, type ConformalThreshold } from "../../ml/conformal/prediction-set.ts";
import { encodeModel } from "../../ml/onnx/encode-model.ts";
import type { TrainedModel } from "../../ports/model-registry.ts";
import type { Model } from "../../ports/model-store.ts";
import { runJobSlice } from "../jobs/run-slice.ts";
import { createUploadEvaluationJob } from "./evaluate-job.ts";

const HOUR = 3_600_000;
const TREND = { AAA: trendingBars(5_000, 1, 0.8) };
const UNLIMITED = { budgetMs: Infinity, leaseMs: 60_000 };
const NAMES = RETURN_FEATURES.features.map(({ name }) => name);
const first = TREND.AAA.ts[0]!;

let learnt: { model: TrainedModel; bytes: Uint8Array<ArrayBuffer>; spec: Record<string, unknown> };
beforeAll(async () => {
  const platform = await trainingFixture(TREND, nativeStandIn);
  const { job } = await platform.enqueue();
  const slice = await runJobSlice(platform.runner(), UNLIMITED);
  if (slice.kind === "failed") throw slice.cause;
  const model = platform.registered[0]!;
  const bytes = (await platform.files.get(model.file.path))!;
  learnt = { model, bytes, spec: job.spec as Record<string, unknown> };
});

interface Options {
  readonly trainedUntil?: number;
  readonly budgetMs?: number;
  readonly champion?: Model;
}

/** Evaluates a file as an upload of it; what was registered, and the job. */
async function evaluate(
  bytes: Uint8Array<ArrayBuffer>,
  { trainedUntil = first + 3_500 * HOUR, budgetMs = Infinity, champion }: Options = {},
) {
  const platform = await trainingFixture(TREND, nativeStandIn);
  const registered: TrainedModel[] = [];
  const file = { path: "mine.onnx", sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
  await platform.files.put(file.path, bytes);
  if (champion) await platform.files.put(champion.file!.path, learnt.bytes);
  const evaluation = createUploadEvaluationJob({
    ...platform,
    featureSet: RETURN_FEATURES,
    models: createMemoryModelStore(champion ? [champion] : []),
    registry: { register: async (model) => void registered.push(model) },
    runtime: nativeStandIn,
  });
  const training = { ...learnt.spec, modelVersion: "mine", promote: "never" };
  const { job } = await platform.jobs.enqueue({
    kind: evaluation.kind,
    scope: "mine",
    spec: { training, family: "foreign", file, trainedUntil },
    requestedBy: TEST_ACTOR,
  });
  const code = { kinds: [evaluation.kind], definitionOf: async () => evaluation };
  const runner = { ...platform.runner(), artifactCache: new LruMap<string, unknown>(1e8), ...code };
  let slices = 0;
  for (;;) {
    const slice = await runJobSlice(runner, { budgetMs, leaseMs: 60_000 });
    slices++;
    if (slice.kind === "failed") throw slice.cause;
    if (slice.kind === "finished") break;
  }
  const { result } = (await platform.jobs.find(job.id))!;
  return { model: registered[0]!, result: result as { model_status: string }, slices };
}

describe("an uploaded model", () => {
  test("that knows something of the bars after its training becomes a candidate", async () => {
    const { model, result } = await evaluate(learnt.bytes);
    expect(result.model_status).toBe("candidate");
    expect(model).toMatchObject({
      version: "mine",
      status: "candidate",
      family: "foreign",
      gate: { passed: true },
    });
    expect(Date.parse(model.holdoutWindow.from)).toBeGreaterThanOrEqual(first + 3_512 * HOUR);
    expect(model.trainingWindow.to).toBe(new Date(first + 3_500 * HOUR).toISOString());
  });

  test("has what a trained one has: a card, thresholds of prediction sets, and how far from its training is too far", async () => {
    const { model } = await evaluate(learnt.bytes);
    const { card } = model;
    expect(card.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(
      (model.metrics as { rows: number }).rows,
    );
    expect(card.importance.map(({ feature }) => feature).sort()).toEqual(NAMES.toSorted());
    expect(card.importance[0]!.lower).toBeGreaterThan(0);
    expect(card.importance_rows).toBeGreaterThan(48);
    const { conformal } = model.calibration as { conformal: ConformalThreshold[] };
    expect(conformal.map(({ coverage }) => coverage)).toEqual(COVERAGES);
    const { applicability, features } = model.baselines;
    expect(applicability!.required).toEqual(NAMES);
    expect(applicability!.limit).toBeGreaterThan(1);
    expect(Object.keys(features as object)).toEqual(NAMES);
    // Of the same rows it is what a training says that ended there.
    const trained = learnt.model.baselines.applicability!;
    for (const [f, median] of applicability!.medians.entries()) {
      expect(Math.abs(median! - trained.medians[f]!)).toBeLessThan(trained.scales[f]!);
    }
  });

  test("that knows nothing is rejected, with the gate's reasons", async () => {
    const width = RETURN_FEATURES.features.length;
    const { model } = await evaluate(encodeModel(linearModel(width)));
    expect(model).toMatchObject({ status: "rejected", gate: { passed: false } });
    expect(model.gate.reasons.length).toBeGreaterThan(0);
  });

  test("is evaluated alike however its job is cut", async () => {
    const [whole, cut] = [await evaluate(learnt.bytes), await evaluate(learnt.bytes, { budgetMs: 0 })];
    expect(cut.slices).toBeGreaterThan(whole.slices);
    expect({ ...cut.model, jobId: "", trainingMs: 0 }).toEqual({ ...whole.model, jobId: "", trainingMs: 0 });
  });

  test("is compared with the model that serves its scope", async () => {
    const { universe, symbols, featureSet, labelSpec, file } = learnt.model;
    const trained = { universe, symbols, featureSetVersion: featureSet.version, labelSpec, file };
    const window = { from: new Date(first).toISOString(), to: new Date(first + 3_000 * HOUR).toISOString() };
    const champion = modelOf({ version: "champion", state: "active", ...trained, trainingWindow: window });
    const { model } = await evaluate(learnt.bytes, { champion });
    // Its own bytes: there is no gain over them.
    expect(JSON.stringify(model.gate.evidence)).toContain("champion");
    expect(model.status).toBe("rejected");
  });

  test("without bars after its training cannot be evaluated", async () => {
    const late = evaluate(learnt.bytes, { trainedUntil: first + 4_990 * HOUR });
    await expect(late).rejects.toMatchObject({ code: "not_enough_bars" });
  });
});
