import type { Learner } from "../learner.ts";
import type { BinnedData } from "../trees/binned-data.ts";
import { binnedPreparation } from "../trees/binned-preparation.ts";
import { forestFitting } from "./forest-fitting.ts";
import { forestServing } from "./forest-serving.ts";
import type { ForestState } from "./forest-state.ts";
import { type ForestParams, parseParams } from "./params.ts";

/**
 * A random forest (Breiman 2001): trees on bootstrap samples drawn by the rows' weights, whose leaves vote with the shares
 * of the classes in them. Scores are logarithms of the votes: at temperature 1 their softmax is the mean of the trees'
 * probabilities, smoothed by half a tree a class. One step is one tree; validation rows are not looked at.
 */
export const forestLearner: Learner<ForestParams, BinnedData, ForestState> = {
  family: "forest",
  parseParams,
  sequenceLength: () => 1,
  preparation: binnedPreparation,
  fitting: forestFitting,
  serving: forestServing,
};
