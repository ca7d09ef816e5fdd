import { boostingLearner } from "../../../shared/ml/boosting/boosting-learner.ts";
import { learningProblem, splitRows } from "../../support/learning-problem.ts";

/** The rows and parameters of golden.json. */
export const PARAMS = boostingLearner.parseParams({ rounds: 60, learningRate: 0.1 });
export const { train, test } = splitRows(learningProblem(8_000, 12, 7).data, 4_000);
