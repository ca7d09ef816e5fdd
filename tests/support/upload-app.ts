import { createApp } from "../../functions/models/app.ts";
import { createFeatureSet } from "../../shared/features/feature-set.ts";
import { node, type OnnxGraph } from "../../shared/ml/onnx/graph.ts";
import { TEST_SECRET_KEY } from "./http-deps.ts";
import { linearModel } from "./linear-model.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { createMemoryModelStore } from "./memory/model-store.ts";
import { modelOf } from "./models.ts";
import { testModelsDeps } from "./models-deps.ts";

export const SECRET = { apikey: TEST_SECRET_KEY };
export const FEATURES = createFeatureSet(
  ["a", "b", "c"].map((name) => ({
    name,
    category: "price",
    doc: name,
    lookback: 1,
    compute: ({ bars }) => bars.close,
  })),
);
export const NAMES = ["a", "b", "c"];

/** Answers a third for every class where an input is missing, so it is a model of the contract. */
export const GOOD: OnnxGraph = (() => {
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

/** The models function over a registry in which the version `taken` is, and the files that it stores. */
export function uploadApp() {
  const files = createMemoryBlobStore();
  const deps = testModelsDeps({
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
  const app = createApp(deps);

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
  /** Files that are stored. */
  const stored = async () => (await files.list("")).length + (await files.list("mine")).length;
  return { files, deps, upload, stored };
}

/** The parts of a refusal that tell one from another. */
export const refusalOf = async (answer: Response) => {
  const { code, fault, errors } = await answer.json();
  return { status: answer.status, code, fault, pointer: errors?.[0]?.pointer };
};
