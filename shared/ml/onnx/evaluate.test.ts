import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceSession, Tensor } from "../../../tests/support/native-onnx.ts";
import { Random } from "../../math/random.ts";
import { encodeModel } from "./encode-model.ts";
import { compileGraph } from "./evaluate.ts";
import {
  ELEMENT_TYPE,
  floatTensor,
  node,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  OPSETS,
} from "./graph.ts";
import { floatBelow } from "./operators/float-below.ts";
import { UnsupportedGraphError } from "./operators/unsupported-graph.ts";

const WIDTH = 4;
const ROWS = 50;
const random = Random.seeded(1);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
const features = normals(ROWS * WIDTH).map((value, i) => (i % 7 === 0 ? Number.NaN : value));
const complete = normals(ROWS * WIDTH);

function graphOf(
  nodes: readonly OnnxNode[],
  width: number,
  initializers: OnnxGraph["initializers"] = [],
): OnnxGraph {
  return {
    name: "test",
    nodes,
    inputs: [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", WIDTH] }],
    outputs: [{ name: "probabilities", elementType: ELEMENT_TYPE.float, shape: ["N", width] }],
    initializers,
    opsets: OPSETS,
    metadata: {},
  };
}

/** ONNX Runtime is the oracle. */
async function expectLikeOnnxRuntime(graph: OnnxGraph, input: Float32Array, tolerance = 1e-6) {
  const session = await InferenceSession.create(encodeModel(graph), { logSeverityLevel: 3 });
  const answer = await session.run({ features: new Tensor("float32", input, [ROWS, WIDTH]) });
  const expected = answer.probabilities!.data as Float32Array;
  const given = compileGraph(graph).run(input, ROWS);
  expect(given).toHaveLength(expected.length);
  given.forEach((value, i) => {
    if (!Object.is(value, expected[i])) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance);
  });
}

const row = floatTensor("row", [1, WIDTH], normals(WIDTH));
const scalar = floatTensor("scalar", [], [1.7]);
const weights = floatTensor("weights", [WIDTH, 3], normals(WIDTH * 3));
const turned = floatTensor("turned", [3, WIDTH], normals(WIDTH * 3));
const bias = floatTensor("bias", [3], normals(3));
const int = (value: number): OnnxAttribute => ({ kind: "int", value });
const number = (value: number): OnnxAttribute => ({ kind: "float", value });

describe("operators agree with ONNX Runtime", () => {
  it.each(["Add", "Sub", "Mul", "Div"])("%s, by a row, a number and the same value", async (operator) => {
    for (const other of ["row", "scalar", "features"]) {
      const nodes = [node(operator, ["features", other], "probabilities")];
      await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [row, scalar]), features);
    }
  });

  it("IsNaN and Where", async () => {
    const nodes = [
      node("IsNaN", ["features"], "missing"),
      node("Where", ["missing", "row", "features"], "probabilities"),
    ];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [row]), features);
  });

  it("Log of anything, and Clip", async () => {
    await expectLikeOnnxRuntime(graphOf([node("Log", ["features"], "probabilities")], WIDTH), features);
    const bounds = [floatTensor("low", [], [-0.5]), floatTensor("high", [], [0.75])];
    const nodes = [node("Clip", ["features", "low", "high"], "probabilities")];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, bounds), complete);
  });

  it("MatMul", async () => {
    const nodes = [node("MatMul", ["features", "weights"], "probabilities")];
    await expectLikeOnnxRuntime(graphOf(nodes, 3, [weights]), complete);
  });

  it.each([
    ["alone", ["features", "weights"], {}],
    ["with a row added", ["features", "weights", "bias"], {}],
    ["with factors", ["features", "weights", "bias"], { alpha: number(0.3), beta: number(-2) }],
    ["with turned weights", ["features", "turned", "bias"], { transB: int(1) }],
    ["with a number added", ["features", "weights", "scalar"], {}],
  ])("Gemm %s", async (_, inputs, attributes) => {
    const nodes = [node("Gemm", inputs, "probabilities", attributes)];
    await expectLikeOnnxRuntime(graphOf(nodes, 3, [weights, turned, bias, scalar]), complete);
  });

  it.each([{}, { axis: int(1) }, { axis: int(-1) }])("Softmax %j, large scores too", async (attributes) => {
    const nodes = [
      node("Mul", ["features", "hundred"], "scores"),
      node("Softmax", ["scores"], "probabilities", attributes),
    ];
    await expectLikeOnnxRuntime(graphOf(nodes, WIDTH, [floatTensor("hundred", [1], [100])]), complete);
  });
});

/** The columns of a TreeEnsembleRegressor over random trees of depth 2, as another trainer may write them. */
function randomTrees(seed: number, mode: string, trees: number): Record<string, OnnxAttribute> {
  const draw = Random.seeded(seed);
  const [treeIds, nodeIds, featureIds, missing, leafTrees, leafNodes, leafTargets]: number[][] = [
    [],
    [],
    [],
    [],
    [],
    [],
    [],
  ];
  const [trueIds, falseIds, values, leafWeights]: number[][] = [[], [], [], []];
  const modes: string[] = [];
  for (let tree = 0; tree < trees; tree++) {
    for (let id = 0; id < 7; id++) {
      const branch = id < 3;
      treeIds!.push(10 + tree);
      nodeIds!.push(id);
      modes.push(branch ? mode : "LEAF");
      featureIds!.push(draw.below(WIDTH));
      // A value of the rows, so that comparisons with an equal number occur.
      values!.push(branch ? complete[draw.below(complete.length)]! : 0);
      trueIds!.push(branch ? 2 * id + 1 : 0);
      falseIds!.push(branch ? 2 * id + 2 : 0);
      missing!.push(draw.below(2));
    }
    // Weights in any order, several for some leaves. Every leaf adds to every target: where none does, ONNX Runtime
    // forgets the base value.
    for (let i = 0; i < 14; i++) {
      leafTrees!.push(10 + tree);
      leafNodes!.push(6 - (i % 4));
      leafTargets!.push(Math.floor(i / 4) % 3);
      leafWeights!.push(Math.fround(draw.normal()));
    }
  }
  const ints = (value: readonly number[] | undefined): OnnxAttribute => ({ kind: "ints", value: value! });
  const floats = (value: readonly number[] | undefined): OnnxAttribute => ({ kind: "floats", value: value! });
  return {
    n_targets: int(3),
    nodes_treeids: ints(treeIds),
    nodes_nodeids: ints(nodeIds),
    nodes_featureids: ints(featureIds),
    nodes_modes: { kind: "strings", value: modes },
    nodes_values: floats(values),
    nodes_truenodeids: ints(trueIds),
    nodes_falsenodeids: ints(falseIds),
    nodes_missing_value_tracks_true: ints(missing),
    target_treeids: ints(leafTrees),
    target_nodeids: ints(leafNodes),
    target_ids: ints(leafTargets),
    target_weights: floats(leafWeights),
  };
}

function ensembleOf(attributes: Record<string, OnnxAttribute>): OnnxGraph {
  const ensemble = {
    ...node("TreeEnsembleRegressor", ["features"], "probabilities", attributes),
    domain: "ai.onnx.ml",
  };
  return graphOf([ensemble], 3);
}

describe("tree ensembles agree with ONNX Runtime", () => {
  it.each(["BRANCH_LEQ", "BRANCH_LT"])("that branch by %s", async (mode) => {
    for (let seed = 0; seed < 20; seed++) {
      const attributes = randomTrees(seed, mode, 5);
      const based = { ...attributes, base_values: { kind: "floats" as const, value: [1, -0.5, 0.25] } };
      const unmarked = Object.fromEntries(
        Object.entries(attributes).filter(([name]) => !name.includes("missing_value")),
      );
      await expectLikeOnnxRuntime(ensembleOf(based), complete);
      await expectLikeOnnxRuntime(ensembleOf(attributes), features);
      await expectLikeOnnxRuntime(ensembleOf(unmarked), features);
    }
  });

  const sound = randomTrees(1, "BRANCH_LEQ", 2);
  const changed = (name: string, at: number, to: number): Record<string, OnnxAttribute> => ({
    ...sound,
    [name]: { kind: "ints", value: (sound[name] as { value: readonly number[] }).value.with(at, to) },
  });

  it.each<[string, Record<string, OnnxAttribute>]>([
    ["branch otherwise", randomTrees(1, "BRANCH_EQ", 1)],
    ["are averaged", { ...sound, aggregate_function: { kind: "string", value: "AVERAGE" } }],
    ["are transformed", { ...sound, post_transform: { kind: "string", value: "LOGISTIC" } }],
    ["have too few base values", { ...sound, base_values: { kind: "floats", value: [1] } }],
    ["have columns of other lengths", { ...sound, nodes_values: { kind: "floats", value: [1] } }],
    ["have leaf columns of other lengths", { ...sound, target_ids: { kind: "ints", value: [1] } }],
    ["have a column of another kind", { ...sound, nodes_values: { kind: "ints", value: [1] } }],
    ["read a feature that is not there", changed("nodes_featureids", 0, WIDTH)],
    ["read a negative feature", changed("nodes_featureids", 0, -1)],
    ["run in circles", changed("nodes_truenodeids", 1, 0)],
    ["lead to a node that is not there", changed("nodes_falsenodeids", 9, 7)],
    ["number their nodes otherwise", changed("nodes_nodeids", 3, 9)],
    ["are scattered", changed("nodes_treeids", 13, 10)],
    ["add to a target that is not there", changed("target_ids", 0, 3)],
    ["have weights on a branch", changed("target_nodeids", 0, 0)],
    ["have weights on no node", changed("target_nodeids", 11, 7)],
    ["have weights on no tree", changed("target_treeids", 0, 9)],
  ])("and are refused where they %s", (_, attributes) => {
    expect(() => compileGraph(ensembleOf(attributes))).toThrow(UnsupportedGraphError);
  });
});

it("floatBelow is the next float32 down", () => {
  const float = fc.float({ noNaN: true });
  fc.assert(
    fc.property(float, float, (t, x) => {
      expect(x <= floatBelow(t)).toBe(x < t);
    }),
  );
});

describe("graphs are refused", () => {
  const softmax = node("Softmax", ["features"], "probabilities");
  const sequence = [{ name: "features", elementType: ELEMENT_TYPE.float, shape: ["N", 5, WIDTH] }];
  it.each<[string, OnnxGraph]>([
    ["with unknown operators", graphOf([node("Elu", ["features"], "probabilities")], WIDTH)],
    ["with operators of an unknown domain", graphOf([{ ...softmax, domain: "com.example" }], WIDTH)],
    ["over sequences", { ...graphOf([softmax], WIDTH), inputs: sequence }],
    [
      "with an input of another name",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "x", elementType: 1, shape: ["N", 4] }] },
    ],
    [
      "of any width",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "features", elementType: 1, shape: ["N", "F"] }] },
    ],
    [
      "of whole numbers",
      { ...graphOf([softmax], WIDTH), inputs: [{ name: "features", elementType: 7, shape: ["N", 4] }] },
    ],
    ["that read what is not there", graphOf([node("Softmax", ["nothing"], "probabilities")], WIDTH)],
    ["that give nothing", graphOf([node("Softmax", ["features"], "other")], WIDTH)],
    ["that give a value twice", graphOf([softmax, softmax], WIDTH)],
    ["whose nodes have no inputs", graphOf([node("Add", [], "probabilities")], WIDTH)],
    ["whose nodes have two outputs", graphOf([{ ...softmax, outputs: ["probabilities", "b"] }], WIDTH)],
    [
      "with a softmax over rows",
      graphOf([node("Softmax", ["features"], "probabilities", { axis: int(0) })], WIDTH),
    ],
    [
      "that turn rows around",
      graphOf([node("Gemm", ["features", "weights"], "probabilities", { transA: int(1) })], 3, [weights]),
    ],
    [
      "with weights that do not fit",
      graphOf([node("MatMul", ["features", "turned"], "probabilities")], 3, [turned]),
    ],
    [
      "with an added row that does not fit",
      graphOf([node("Gemm", ["features", "weights", "row"], "probabilities")], 3, [weights, row]),
    ],
    [
      "that clip on one side",
      graphOf([node("Clip", ["features", "scalar"], "probabilities")], WIDTH, [scalar]),
    ],
    [
      "with widths that do not fit",
      graphOf([node("Add", ["features", "bias"], "probabilities")], WIDTH, [bias]),
    ],
    [
      "with a table where a row should be",
      graphOf([node("Add", ["features", "weights"], "probabilities")], WIDTH, [weights]),
    ],
    [
      "with weights that are computed",
      graphOf([node("MatMul", ["features", "features"], "probabilities")], WIDTH),
    ],
  ])("%s", (_, graph) => {
    expect(() => compileGraph(graph)).toThrow(UnsupportedGraphError);
  });
});
