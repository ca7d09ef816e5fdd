import { CLASSES } from "../learner.ts";
import type { Serving } from "../serving.ts";
import { exportNetwork } from "./export-network.ts";
import type { Body, Network } from "./network.ts";
import type { NetworkState } from "./network-state.ts";
import type { NetworkParams } from "./params.ts";
import { runForward } from "./run-network.ts";
import { type Scaling, scaled } from "./scaled-column.ts";
import { weightsOf } from "./weights-of.ts";
import { scoringPiece } from "./workload.ts";
import type { WorkspaceOf } from "./workspace.ts";

/** Runs of the network with the weights of its best epoch. */
export function createNetworkServing<Params extends NetworkParams>(
  family: string,
  bodyOf: (params: Params) => Body,
  workspaceOf: WorkspaceOf<Params>,
): Serving<Params, NetworkState> {
  return {
    scoringRows: (params, features) =>
      scoringPiece({ weights: weightsOf(bodyOf(params), params.sequenceLength, features), features }, params),

    scores(params, state, features, rows) {
      const { network, piece } = workspaceOf(state, params, state.features);
      network.parameters.read(chosenWeights(state));
      const scores = new Float64Array(rows * CLASSES.length);
      for (let first = 0; first < rows; first += piece) {
        const count = Math.min(piece, rows - first);
        showRaw(network, features, rows, first, count, params.sequenceLength, scalingsOf(state));
        scores.set(runForward(network, { batch: count, seed: undefined }), first * CLASSES.length);
      }
      return scores;
    },

    export(params, state) {
      const { network } = workspaceOf(state, params, state.features);
      network.parameters.read(chosenWeights(state));
      return exportNetwork(family, network, scalingsOf(state), params.sequenceLength);
    },
  };
}

function scalingsOf({ scales, features }: NetworkState): Scaling[] {
  return Array.from({ length: features }, (_, f) => ({
    mean: scales[2 * f]!,
    deviation: scales[2 * f + 1]!,
  }));
}

function chosenWeights({ best, weights }: NetworkState): Float32Array {
  return best.length > 0 ? best : weights;
}

/** Scales raw sequences, given feature-major, to where the network reads them. */
function showRaw(
  { input, inputWidth }: Network,
  features: Float32Array,
  rows: number,
  first: number,
  count: number,
  steps: number,
  scalings: readonly Scaling[],
): void {
  for (const [f, scaling] of scalings.entries()) {
    for (let b = 0; b < count; b++) {
      const from = (f * rows + first + b) * steps;
      for (let t = 0; t < steps; t++) {
        input[(t * count + b) * inputWidth + f] = scaled(features[from + t]!, scaling);
      }
    }
  }
}
