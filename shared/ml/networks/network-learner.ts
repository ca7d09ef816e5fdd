import { Random } from "../../math/random.ts";
import { CLASSES, type Learner } from "../learner.ts";
import { onePiece } from "../one-piece.ts";
import { exportNetwork } from "./export-network.ts";
import { cnnBody, lstmBody, transformerBody } from "./families.ts";
import type { Body, Network } from "./network.ts";
import { decodeNetworkState, encodeNetworkState, type NetworkState } from "./network-state.ts";
import { type NetworkParams, parseCnnParams, parseLstmParams, parseTransformerParams } from "./params.ts";
import { runForward } from "./run-network.ts";
import {
  decodeScaledColumn,
  encodeScaledColumn,
  type Scaling,
  scaleColumn,
  scaled,
} from "./scaled-column.ts";
import {
  decodeSequenceData,
  encodeSequenceData,
  joinSequences,
  prepareSequences,
  type SequenceData,
} from "./sequence-data.ts";
import { trainPiece } from "./training-step.ts";
import { weightsOf } from "./weights-of.ts";
import { scoringPiece, trainingPiece } from "./workload.ts";
import { rememberWorkspaces } from "./workspace.ts";

/** A family of networks over sequences. One step is a batch, or a part of one that is too much work for a slice. */
function createNetworkLearner<Params extends NetworkParams>(
  family: string,
  parseParams: (input: unknown) => Params,
  bodyOf: (params: Params) => Body,
): Learner<Params, SequenceData, NetworkState> {
  const workspaceOf = rememberWorkspaces();

  function networkFor(owner: object, params: Params, features: number): { network: Network; piece: number } {
    const weights = weightsOf(bodyOf(params), params.sequenceLength, features);
    const piece = trainingPiece({ weights, features }, params);
    const sizes = { steps: params.sequenceLength, batch: piece, features };
    return { network: workspaceOf(owner, sizes, bodyOf(params), JSON.stringify(params)), piece };
  }

  return {
    ...onePiece,
    family,
    parseParams,
    sequenceLength: (params) => params.sequenceLength,
    scoringRows: (params, features) =>
      scoringPiece({ weights: weightsOf(bodyOf(params), params.sequenceLength, features), features }, params),
    prepare: prepareSequences,
    prepareColumn: (values, trainingRows, _params, bars = values) =>
      encodeScaledColumn(scaleColumn(values, trainingRows, bars)),
    joinColumns: (rows, columns, params) => joinSequences(rows, columns.map(decodeScaledColumn), params),
    encodePrepared: encodeSequenceData,
    decodePrepared: decodeSequenceData,

    start(data, params, seed) {
      const { network } = networkFor(data, params, data.features);
      network.parameters.initialise(Random.seeded(seed));
      return startingState(data, network.parameters.values(), seed);
    },

    step(data, params, state) {
      if (state.stopped) return state;
      const { network, piece } = networkFor(data, params, data.features);
      return trainPiece(network, data, params, state, piece);
    },

    progress(params, { stopped, epoch, position, trainingRows, validationRows }) {
      return stopped ? 1 : (epoch + position / (trainingRows + validationRows)) / params.epochs;
    },

    epochs: ({ best, bestEpoch, epoch }) => ({ best: best.length > 0 ? bestEpoch : epoch, last: epoch }),
    encodeState: encodeNetworkState,
    decodeState: decodeNetworkState,

    scores(params, state, features, rows) {
      const { network, piece } = networkFor(state, params, state.features);
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
      const { network } = networkFor(state, params, state.features);
      network.parameters.read(chosenWeights(state));
      return exportNetwork(family, network, scalingsOf(state), params.sequenceLength);
    },
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
