import { Random } from "../../math/random.ts";
import type { Fitting } from "../fitting.ts";
import { decodeNetworkState, encodeNetworkState, type NetworkState } from "./network-state.ts";
import type { NetworkParams } from "./params.ts";
import type { SequenceData } from "./sequence-data.ts";
import { trainPiece } from "./training-step.ts";
import type { WorkspaceOf } from "./workspace.ts";

/** A network batch by batch; a batch that is too much work for a slice is cut into several steps. */
export function createNetworkFitting<Params extends NetworkParams>(
  workspaceOf: WorkspaceOf<Params>,
): Fitting<Params, SequenceData, NetworkState> {
  return {
    start(data, params, seed) {
      const { network } = workspaceOf(data, params, data.features);
      network.parameters.initialise(Random.seeded(seed));
      return startingState(data, network.parameters.values(), seed);
    },

    step(data, params, state) {
      if (state.stopped) return state;
      const { network, piece } = workspaceOf(data, params, data.features);
      return trainPiece(network, data, params, state, piece);
    },

    pieceOf: () => 0,

    progress(params, { stopped, epoch, position, trainingRows, validationRows }) {
      return stopped ? 1 : (epoch + position / (trainingRows + validationRows)) / params.epochs;
    },

    epochs: ({ best, bestEpoch, epoch }) => ({ best: best.length > 0 ? bestEpoch : epoch, last: epoch }),
    encode: encodeNetworkState,
    decode: decodeNetworkState,
  };
}

function startingState(data: SequenceData, weights: Float32Array, seed: number): NetworkState {
  return {
    trainingRows: data.trainingRows,
    validationRows: data.rows - data.trainingRows,
    features: data.features,
    scales: Float64Array.from(data.scalings.flatMap(({ mean, deviation }) => [mean, deviation])),
    seed,
    epoch: 0,
    position: 0,
    updates: 0,
    weights,
    momentum: new Float32Array(weights.length),
    variance: new Float32Array(weights.length),
    gradient: new Float32Array(0),
    lossSum: 0,
    weightSum: 0,
    best: new Float32Array(0),
    bestLoss: Number.POSITIVE_INFINITY,
    bestEpoch: 0,
    stopped: false,
  };
}
