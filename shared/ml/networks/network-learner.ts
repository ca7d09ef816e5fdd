import type { Learner } from "../learner.ts";
import { cnnBody, lstmBody, transformerBody } from "./families.ts";
import type { Body } from "./network.ts";
import { createNetworkFitting } from "./network-fitting.ts";
import { createNetworkServing } from "./network-serving.ts";
import type { NetworkState } from "./network-state.ts";
import { type NetworkParams, parseCnnParams, parseLstmParams, parseTransformerParams } from "./params.ts";
import type { SequenceData } from "./sequence-data.ts";
import { sequencePreparation } from "./sequence-preparation.ts";
import { rememberWorkspaces } from "./workspace.ts";

/** A family of networks over sequences. One step is a batch, or a part of one that is too much work for a slice. */
function createNetworkLearner<Params extends NetworkParams>(
  family: string,
  parseParams: (input: unknown) => Params,
  bodyOf: (params: Params) => Body,
): Learner<Params, SequenceData, NetworkState> {
  const workspaceOf = rememberWorkspaces(bodyOf);
  return {
    family,
    parseParams,
    sequenceLength: (params) => params.sequenceLength,
    preparation: sequencePreparation,
    fitting: createNetworkFitting(workspaceOf),
    serving: createNetworkServing(family, bodyOf, workspaceOf),
  };
}

export const lstmLearner = createNetworkLearner("lstm", parseLstmParams, lstmBody);
/** A temporal convolutional network. */
export const cnnLearner = createNetworkLearner("cnn", parseCnnParams, cnnBody);
export const transformerLearner = createNetworkLearner(
  "transformer",
  parseTransformerParams,
  transformerBody,
);
