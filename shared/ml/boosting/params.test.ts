import { describe, expect, it } from "vitest";
import { Failure } from "../../failure.ts";
import { parseParams as parse } from "./params.ts";

const parseParams = (input: unknown) => parse("leafwise", input);

it("fills in what is not given", () => {
  expect(parseParams(undefined)).toEqual(parseParams({}));
  expect(parseParams({ rounds: 7 })).toEqual({ ...parseParams({}), rounds: 7 });
});

describe.each(["leafwise", "depthwise"] as const)("%s", (growth) => {
  // The ranges that the requirements search, in XGBoost's names.
  it.each([
    ["n_estimators", "rounds", 100, 2_000],
    ["max_depth", "maxDepth", 3, 12],
    ["learning_rate", "learningRate", 0.001, 0.3],
    ["subsample", "subsample", 0.6, 1],
    ["colsample_bytree", "colsample", 0.6, 1],
    ["min_child_weight", "minChildWeight", 1, 10],
    ["gamma", "gamma", 0, 5],
    ["reg_alpha", "alpha", 0, 10],
    ["reg_lambda", "lambda", 0, 10],
  ])("takes the whole range of %s", (_, name, low, high) => {
    for (const value of [low, high])
      expect(parse(growth, { [name]: value })).toMatchObject({ [name]: value });
  });
});

it("lets depth-wise trees have all the leaves that their depth allows", () => {
  expect(parse("depthwise", { maxDepth: 12 }).maxLeaves).toBe(2 ** 12);
});

it.each([
  ["/rounds", { rounds: 0 }],
  ["/rounds", { rounds: 1.5 }],
  ["/learningRate", { learningRate: 0 }],
  ["/learningRate", { learningRate: 1.1 }],
  ["/maxLeaves", { maxLeaves: 1 }],
  ["/maxLeaves", { maxLeaves: 4097 }],
  ["/maxDepth", { maxDepth: 0 }],
  ["/minChildWeight", { minChildWeight: 0 }],
  ["/alpha", { alpha: -0.1 }],
  ["/lambda", { lambda: -1 }],
  ["/gamma", { gamma: Number.NaN }],
  ["/subsample", { subsample: 0 }],
  ["/colsample", { colsample: 1.5 }],
  ["/maxBins", { maxBins: 256 }],
  ["/classWeights/1", { classWeights: [1, 0, 1] }],
  ["/classWeights", { classWeights: [1, 1] }],
  ["/classWeights", { classWeights: "even" }],
  ["/patience", { patience: 0 }],
  ["/", { depth: 3 }],
  ["/", "fast"],
])("points at %s of %j", (pointer, input) => {
  const refuse = () => parseParams(input);
  expect(refuse).toThrow(Failure);
  try {
    refuse();
  } catch (error) {
    expect((error as Failure).errors.map((flaw) => flaw.pointer)).toContain(pointer);
  }
});
