import type { Learner } from "../learner.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import { binnedPreparation } from "../trees/binned-preparation.ts";
import type { Growth } from "../trees/growth.ts";
import { createBoostingFitting } from "./boosting-fitting.ts";
import { createBoostingServing } from "./boosting-serving.ts";
import type { BoostingState } from "./boosting-state.ts";
import { type BoostingParams, parseParams } from "./params.ts";

/** Histogram gradient-boosted trees for the three classes, on softmax cross-entropy. One step is one round. */
function createBoostingLearner(growth: Growth): Learner<BoostingParams, BinnedData, BoostingState> {
  const family = `boosting-${growth}`;
  return {
    family,
    parseParams: (input) => parseParams(growth, input),
    sequenceLength: () => 1,
    preparation: binnedPreparation,
    fitting: createBoostingFitting(growth),
    serving: createBoostingServing(family),
  };
}

/** The split with the highest gain first, as LightGBM grows trees: "boosting" without a word more. */
export const boostingLearner = createBoostingLearner("leafwise");
/** Level by level, as XGBoost grows trees. */
export const depthwiseBoostingLearner = createBoostingLearner("depthwise");
