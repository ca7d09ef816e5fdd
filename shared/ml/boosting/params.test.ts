import { expect, it } from "vitest";
import { Failure } from "../../failure.ts";
import { parseParams } from "./params.ts";

it("fills in what is not given", () => {
  expect(parseParams(undefined)).toEqual(parseParams({}));
  expect(parseParams({ rounds: 7 })).toEqual({ ...parseParams({}), rounds: 7 });
});

it.each([
  ["/rounds", { rounds: 0 }],
  ["/rounds", { rounds: 1.5 }],
  ["/learningRate", { learningRate: 0 }],
  ["/learningRate", { learningRate: 1.1 }],
  ["/maxLeaves", { maxLeaves: 1 }],
  ["/maxLeaves", { maxLeaves: 4096 }],
  ["/maxDepth", { maxDepth: 0 }],
  ["/minChildWeight", { minChildWeight: 0 }],
  ["/lambda", { lambda: -1 }],
  ["/gamma", { gamma: Number.NaN }],
  ["/subsample", { subsample: 0 }],
  ["/colsample", { colsample: 1.5 }],
  ["/maxBins", { maxBins: 256 }],
  ["/classWeights/1", { classWeights: [1, 0, 1] }],
  ["/classWeights", { classWeights: [1, 1] }],
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
