import { describe, expect, it } from "vitest";
import {
  complete,
  expectLikeOnnxRuntime,
  features,
  graphOf,
  int,
  WIDTH,
} from "../../../../tests/support/onnx-oracle.ts";
import { Random } from "../../../math/random.ts";
import { compileGraph } from "../evaluate.ts";
import { node, type OnnxAttribute, type OnnxGraph } from "../graph.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

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
