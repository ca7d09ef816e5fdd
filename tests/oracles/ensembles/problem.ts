import { learningProblem, splitRows } from "../../support/learning-problem.ts";

/** The rows and parameters of golden.json, by family. */
export const PARAMS: Readonly<Record<string, unknown>> = {
  "boosting-leafwise": { rounds: 60, learningRate: 0.1 },
  "boosting-depthwise": { rounds: 60, learningRate: 0.1, maxDepth: 4 },
  forest: { trees: 60 },
};
export const { train, test } = splitRows(learningProblem(8_000, 12, 7).data, 4_000);
