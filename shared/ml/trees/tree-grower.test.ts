import { expect, it } from "vitest";
import { learningProblem } from "../../../tests/support/learning-problem.ts";
import { GradientCriterion } from "../boosting/gradient-criterion.ts";
import { leafScore } from "../boosting/gradient-split.ts";
import { priorScores, softmaxGradients } from "../boosting/gradients.ts";
import { packGradients } from "../boosting/packed-gradients.ts";
import { parseParams } from "../boosting/params.ts";
import { binDataset } from "./binned-data.ts";
import type { TreeShape } from "./growth.ts";
import { type GrownTree, leafOf } from "./tree.ts";
import { TreeGrower } from "./tree-grower.ts";

const params = parseParams("leafwise", { minChildWeight: 0.01 });

/** A tree for the class BUY, and what the rows of each leaf sum up to. */
function growOne(rows: number, features: number, shape: TreeShape) {
  const { data } = learningProblem(rows, features, 1);
  const binned = binDataset(data, params);
  const scores = Float64Array.from({ length: rows * 3 }, (_, i) => priorScores(binned)[i % 3]!);
  const derivatives = softmaxGradients(binned, scores)[2]!;
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const gradients = packGradients(derivatives, everyRow);
  const criterion = new GradientCriterion(
    binned,
    gradients,
    Int32Array.from({ length: features }, (_, f) => f),
    params,
    new Float64Array(rows),
  );
  const tree = new TreeGrower<number>(binned, shape).grow(criterion, everyRow, (sum) =>
    leafScore(sum, gradients, params),
  );
  /** The least penalised score of each leaf, from the derivatives as they are. */
  const sums = new Map<number, { gradient: number; hessian: number }>();
  for (let row = 0; row < rows; row++) {
    const leaf = leafOf(tree, data.features, rows, row);
    const { gradient, hessian } = sums.get(leaf) ?? { gradient: 0, hessian: 0 };
    sums.set(leaf, {
      gradient: gradient + derivatives.gradient[row]!,
      hessian: hessian + derivatives.hessian[row]!,
    });
  }
  return { tree, sums };
}

function depthsOf({ left }: GrownTree): number[] {
  const depths: number[] = [];
  const visit = (node: number, depth: number) => {
    if (left[node] === 0) depths.push(depth);
    else for (const child of [left[node]!, left[node]! + 1]) visit(child, depth + 1);
  };
  visit(0, 0);
  return depths;
}

it.each<[string, number, number, TreeShape]>([
  ["leaf by leaf", 2_000, 8, { growth: "leafwise", maxLeaves: 31, maxDepth: 6 }],
  ["level by level", 2_000, 8, { growth: "depthwise", maxLeaves: 20, maxDepth: 6 }],
  // 800 KB a histogram: most leaves have to wait without theirs.
  ["with more leaves than histograms", 3_000, 200, { growth: "depthwise", maxLeaves: 240, maxDepth: 12 }],
])("%s: every leaf has the score that its own rows ask for", (_, rows, features, shape) => {
  const { tree, sums } = growOne(rows, features, shape);
  expect(sums.size).toBe(tree.left.filter((left) => left === 0).length);
  expect(sums.size).toBe(shape.maxLeaves);
  expect(Math.max(...depthsOf(tree))).toBeLessThanOrEqual(shape.maxDepth);
  for (const [leaf, ofLeaf] of sums) {
    expect(tree.value[leaf]).toBeCloseTo(-ofLeaf.gradient / (ofLeaf.hessian + params.lambda), 4);
  }
});

it("with no limit but depth, both ways to grow say the same of every row", () => {
  const [leafwise, depthwise] = (["leafwise", "depthwise"] as const).map((growth) =>
    growOne(500, 8, { growth, maxLeaves: 64, maxDepth: 5 }),
  );
  const values = ({ tree }: ReturnType<typeof growOne>) =>
    [...tree.value.filter((_, node) => tree.left[node] === 0)].sort((a, b) => a - b);
  expect(values(leafwise!)).toEqual(values(depthwise!));
  expect(leafwise!.sums.size).toBeGreaterThan(16);
});

it("depth-wise fills a level before it starts the next; leaf-wise goes deep where there is most to gain", () => {
  const spread = (growth: TreeShape["growth"]) => {
    const depths = depthsOf(growOne(2_000, 8, { growth, maxLeaves: 16, maxDepth: 15 }).tree);
    return Math.max(...depths) - Math.min(...depths);
  };
  expect(spread("depthwise")).toBe(0);
  expect(spread("leafwise")).toBeGreaterThan(1);
});
