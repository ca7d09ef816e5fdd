import { PbfWriter } from "pbf";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { createFeatureSet } from "../../shared/features/feature-set.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { ELEMENT_TYPE, node, type OnnxGraph } from "../../shared/ml/onnx/graph.ts";
import { withDescription } from "../../shared/ml/onnx/model-contract.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
} from "../../tests/support/http-deps.ts";
import { linearModel } from "../../tests/support/linear-model.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryInstrumentStore } from "../../tests/support/memory/instrument-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { modelOf } from "../../tests/support/models.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { createApp } from "./app.ts";

const SECRET = { apikey: TEST_SECRET_KEY };
const FEATURES = createFeatureSet(
  ["a", "b", "c"].map((name) => ({
    name,
    category: "price",
    doc: name,
    lookback: 1,
    compute: ({ bars }) => bars.close,
  })),
);
const NAMES = ["a", "b", "c"];

/** Answers a third for every class where an input is missing, so it is a model of the contract. */
const GOOD: OnnxGraph = (() => {
  const linear = linearModel(3);
  return {
    ...linear,
    nodes: [
      node("IsNaN", ["features"], "missing"),
      node("Where", ["missing", "fill", "features"], "known"),
      node("MatMul", ["known", "weights"], "scores"),
      linear.nodes[1]!,
    ],
    initializers: [...linear.initializers, { name: "fill", dims: [1, 3], data: new Float32Array(3) }],
  };
})();

const QUERY = {
  version: "mine",
  symbols: "EURUSD",
  timeframe: "H1",
  horizon: "12",
  feature_set_version: FEATURES.version,
  trained_until: "2025-06-01T00:00:00Z",
};

let app: ReturnType<typeof createApp>;
let files: ReturnType<typeof createMemoryBlobStore>;
let deps: ReturnType<typeof testModelsDeps>;
beforeEach(() => {
  files = createMemoryBlobStore();
  deps = testModelsDeps({
    files,
    featureSet: FEATURES,
    models: createMemoryModelStore([modelOf({ version: "taken" })]),
    instruments: createMemoryInstrumentStore([
      {
        symbol: "EURUSD",
        assetClass: "fx",
        tickSize: 0.00001,
        hasVolume: false,
        calendar: { zone: "UTC", sessions: [] },
      },
    ]),
  });
  app = createApp(deps);
});

function upload(
  body: Uint8Array<ArrayBuffer>,
  query: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = SECRET,
) {
  return app.request(`/models?${new URLSearchParams({ ...QUERY, ...query })}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...headers },
    body,
  });
}
const refusalOf = async (answer: Response) => {
  const { code, fault, errors } = await answer.json();
  return { status: answer.status, code, fault, pointer: errors?.[0]?.pointer };
};
const stored = async () => (await files.list("")).length + (await files.list("mine")).length;

/** The file with a field more, as a trainer of another kind might write it. */
function withField(field: number, write: (pbf: PbfWriter) => void, bytes = encodeModel(GOOD)) {
  const pbf = new PbfWriter();
  pbf.writeMessage(field, (_: undefined, inner: PbfWriter) => write(inner), undefined);
  return Uint8Array.of(...bytes, ...pbf.finish());
}
const withVersion = (irVersion: number) => {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, irVersion);
  return Uint8Array.of(...encodeModel(GOOD), ...pbf.finish());
};
const message = (field: number, write: (pbf: PbfWriter) => void) => (pbf: PbfWriter) =>
  pbf.writeMessage(field, (_: undefined, inner: PbfWriter) => write(inner), undefined);

describe("POST /", () => {
  it("checks a file, tries it, stores it, and queues its evaluation", async () => {
    const bytes = encodeModel(
      withDescription(GOOD, { featureNames: NAMES, featureSetVersion: FEATURES.version }),
    );
    const sha256 = await sha256Hex(bytes);
    const answer = await upload(bytes, { sha256, family: "ridge" });
    expect(answer.status).toBe(202);
    const accepted = await answer.json();
    expect(accepted).toMatchObject({
      status: "evaluating",
      version: "mine",
      sha256,
      size_bytes: bytes.length,
    });
    expect(await files.get(`mine/${sha256}.onnx`)).toEqual(bytes);
    expect(await deps.jobs.find(accepted.job_id)).toMatchObject({
      kind: "upload_evaluation",
      state: "queued",
      spec: { family: "ridge", file: { sha256 }, training: { symbols: ["EURUSD"], promote: "never" } },
    });
    expect(accepted.job_url).toBe(`http://edgewise.test/functions/v1/jobs/${accepted.job_id}`);
  });

  it("reserves its name, and refuses one that another job has", async () => {
    const enqueue = vi.spyOn(deps.jobs, "enqueue");
    const accepted = await (await upload(encodeModel(GOOD))).json();
    expect(enqueue.mock.lastCall![0]).toMatchObject({ scope: "mine", reserves: "mine" });

    const job = (await deps.jobs.find(accepted.job_id))!;
    enqueue.mockResolvedValueOnce({ outcome: "running", job });
    expect(await refusalOf(await upload(encodeModel(GOOD)))).toMatchObject({
      status: 409,
      code: "job_running",
    });
    enqueue.mockRejectedValueOnce(new Failure("conflict", "The job that makes mine is queued."));
    expect(await refusalOf(await upload(encodeModel(GOOD)))).toMatchObject({ status: 409, code: "conflict" });
  });

  const input = (
    shape: OnnxGraph["inputs"][number]["shape"],
    name = "features",
    elementType: number = ELEMENT_TYPE.float,
  ) => ({
    ...GOOD,
    inputs: [{ name, elementType, shape }],
  });
  const output = (fields: object) => ({ ...GOOD, outputs: [{ ...GOOD.outputs[0]!, ...fields }] });
  const nodes = (...added: OnnxGraph["nodes"]) => ({ ...GOOD, nodes: [...added, ...GOOD.nodes] });

  it.each<[string, () => Uint8Array<ArrayBuffer>, string, string]>([
    ["what is no ONNX file", () => new TextEncoder().encode("not a model"), "not_onnx", ""],
    ["half a file", () => encodeModel(GOOD).slice(0, 60), "not_onnx", ""],
    [
      "values in another file",
      () =>
        withField(
          7,
          message(5, (pbf) => pbf.writeVarintField(14, 1)),
        ),
      "external_data",
      "/graph/initializer",
    ],
    [
      "values of a constant in another file",
      () =>
        withField(
          7,
          message(
            1,
            message(
              5,
              message(
                5,
                message(13, (pbf) => pbf.writeStringField(1, "location")),
              ),
            ),
          ),
        ),
      "external_data",
      "/graph/initializer",
    ],
    [
      "a loop",
      () =>
        withField(
          7,
          message(
            1,
            message(
              5,
              message(6, () => {}),
            ),
          ),
        ),
      "subgraph",
      "/graph/node",
    ],
    [
      "functions of its own",
      () => withField(25, (pbf) => pbf.writeStringField(1, "mine")),
      "extension",
      "/functions",
    ],
    ["a newer format", () => withVersion(11), "too_new", "/ir_version"],
    ["newer operators", () => encodeModel({ ...GOOD, opsets: { "": 22 } }), "too_new", "/opset_import"],
    [
      "operators of somebody else",
      () => encodeModel({ ...GOOD, opsets: { "": 17, "com.example": 1 } }),
      "operator_not_allowed",
      "/opset_import",
    ],
    [
      "an operator that draws random numbers",
      () => encodeModel(nodes(node("RandomNormal", [], "noise"))),
      "operator_not_allowed",
      "/graph/node/0",
    ],
    ["an input of another name", () => encodeModel(input(["N", 3], "X")), "wrong_inputs", "/graph/input"],
    [
      "an input of another type",
      () => encodeModel(input(["N", 3], "features", 11)),
      "wrong_inputs",
      "/graph/input",
    ],
    ["an input of another rank", () => encodeModel(input(["N", 2, 2, 3])), "wrong_inputs", "/graph/input"],
    ["a fixed number of rows", () => encodeModel(input([1, 3])), "wrong_inputs", "/graph/input"],
    [
      "a second input",
      () => encodeModel({ ...GOOD, inputs: [...GOOD.inputs, { ...GOOD.inputs[0]!, name: "mask" }] }),
      "wrong_inputs",
      "/graph/input",
    ],
    ["no probabilities", () => encodeModel(output({ name: "label" })), "wrong_outputs", "/graph/output"],
    ["two classes", () => encodeModel(output({ shape: ["N", 2] })), "wrong_outputs", "/graph/output"],
    ["another number of features", () => encodeModel(linearModel(4)), "wrong_feature_set", "/graph/input"],
    [
      "features in another order",
      () =>
        encodeModel(
          withDescription(GOOD, { featureNames: ["c", "b", "a"], featureSetVersion: FEATURES.version }),
        ),
      "wrong_feature_set",
      "/metadata_props/feature_names",
    ],
    [
      "classes in another order",
      () => encodeModel({ ...GOOD, metadata: { class_order: "BUY,HOLD,SELL" } }),
      "wrong_outputs",
      "/metadata_props/class_order",
    ],
    ["what no runtime takes", () => encodeModel(nodes(node("Conv", ["features"], "x"))), "no_runtime", ""],
    [
      "answers that are no probabilities",
      () =>
        encodeModel({
          ...GOOD,
          nodes: [...GOOD.nodes.slice(0, 2), node("MatMul", ["known", "weights"], "probabilities")],
        }),
      "trial_run",
      "",
    ],
    ["a model that cannot bear missing values", () => encodeModel(linearModel(3)), "trial_run", ""],
  ])("refuses %s, and stores nothing", async (_, file, fault, pointer) => {
    expect(await refusalOf(await upload(file()))).toEqual({
      status: 422,
      code: "unsupported_model",
      fault,
      pointer,
    });
    expect(await stored()).toBe(0);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["another feature set", { feature_set_version: "features-0" }, 409, "feature_set_mismatch"],
    ["an unknown symbol", { symbols: "EURUSD,NOPE" }, 404, "unknown_symbol"],
    ["a version that is taken", { version: "taken" }, 409, "conflict"],
    ["a hash that is not the file's", { sha256: "0".repeat(64) }, 400, "invalid_request"],
    ["a hash that is none", { sha256: "abc" }, 400, "invalid_request"],
    ["an unknown timeframe", { timeframe: "7h" }, 400, "invalid_request"],
    ["a horizon of nothing", { horizon: "0" }, 400, "invalid_request"],
    ["an unknown label", { label: "hindsight" }, 400, "invalid_request"],
    ["a time that is none", { trained_until: "once" }, 400, "invalid_request"],
    ["an unknown member", { promote: "yes" }, 400, "invalid_request"],
  ])("refuses %s, and stores nothing", async (_, query, status, code) => {
    expect(await refusalOf(await upload(encodeModel(GOOD), query))).toMatchObject({ status, code });
    expect(await stored()).toBe(0);
  });

  it("refuses an empty body, another content type, and more than 16 MiB", async () => {
    expect(await refusalOf(await upload(new Uint8Array(0)))).toMatchObject({ code: "invalid_request" });
    const form = { ...SECRET, "content-type": "application/x-www-form-urlencoded" };
    expect(await refusalOf(await upload(encodeModel(GOOD), {}, form))).toMatchObject({
      code: "invalid_request",
    });
    const huge = new Uint8Array(16 * 1024 * 1024 + 1);
    expect(await refusalOf(await upload(huge))).toMatchObject({ status: 413, code: "payload_too_large" });
  });

  it("is for operators and secret keys", async () => {
    const bytes = encodeModel(GOOD);
    const anon = { apikey: TEST_PUBLISHABLE_KEY };
    const user = { ...anon, authorization: `Bearer ${await signTestToken()}` };
    expect((await upload(bytes, {}, anon)).status).toBe(401);
    expect((await upload(bytes, {}, user)).status).toBe(403);
    expect((await upload(bytes, {}, { apikey: TEST_CRON_KEY })).status).toBe(403);
  });
});
