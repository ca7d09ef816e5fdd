import type { Learner } from "../learner.ts";
import { logisticFitting } from "./logistic-fitting.ts";
import { logisticServing } from "./logistic-serving.ts";
import type { LogisticState } from "./logistic-state.ts";
import { type LogisticParams, parseParams } from "./params.ts";
import type { StandardData } from "./standard-data.ts";
import { standardPreparation } from "./standard-preparation.ts";

/**
 * Multinomial logistic regression with an L2 penalty on standardised features, missing values at their mean. One step is
 * one iteration of L-BFGS; the problem is strictly convex, so where it starts does not matter and nothing is random.
 */
export const logisticLearner: Learner<LogisticParams, StandardData, LogisticState> = {
  family: "logistic",
  parseParams,
  sequenceLength: () => 1,
  preparation: standardPreparation,
  fitting: logisticFitting,
  serving: logisticServing,
};
