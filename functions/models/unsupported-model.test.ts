import { PbfWriter } from "pbf";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { ELEMENT_TYPE, node, type OnnxGraph } from "../../shared/ml/onnx/graph.ts";
import { withDescription } from "../../shared/ml/onnx/model-contract.ts";
import { linearModel } from "../../tests/support/linear-model.ts";
import { FEATURES, GOOD, refusalOf, uploadApp } from "../../tests/support/upload-app.ts";

let models: ReturnType<typeof uploadApp>;
beforeEach(() => {
  models = uploadApp();
});

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
    expect(await refusalOf(await models.upload(file()))).toEqual({
      status: 422,
      code: "unsupported_model",
      fault,
      pointer,
    });
    expect(await models.stored()).toBe(0);
  });
});
