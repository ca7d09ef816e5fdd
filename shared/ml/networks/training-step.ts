import { CLASSES } from "../learner.ts";
import { crossEntropy } from "../softmax.ts";
import { adamStep, learningRateAt } from "./adam.ts";
import type { Network } from "./network.ts";
import type { NetworkState } from "./network-state.ts";
import type { NetworkParams } from "./params.ts";
import { rowOrder, seedOf } from "./row-order.ts";
import { runBackward, runForward, showRows } from "./run-network.ts";
import type { SequenceData } from "./sequence-data.ts";

const NONE = new Float32Array(0);

/** The next piece of an epoch: some training rows, or behind them some validation rows. */
export function trainPiece(
  network: Network,
  data: SequenceData,
  params: NetworkParams,
  state: NetworkState,
  piece: number,
): NetworkState {
  network.parameters.read(state.weights);
  return state.position < state.trainingRows
    ? learnRows(network, data, params, state, piece)
    : validateRows(network, data, params, state, piece);
}

/** Adds the gradient of some rows to that of their batch; after its last rows the weights are changed. */
function learnRows(
  network: Network,
  data: SequenceData,
  params: NetworkParams,
  state: NetworkState,
  piece: number,
): NetworkState {
  const { position, epoch, trainingRows } = state;
  const batchStart = position - (position % params.batchSize);
  const batchEnd = Math.min(batchStart + params.batchSize, trainingRows);
  const rowAt = rowOrder(trainingRows, seedOf(state.seed, epoch));
  const batch = Array.from({ length: batchEnd - batchStart }, (_, i) => rowAt(batchStart + i));
  const total = batch.reduce((sum, row) => sum + data.weights[row]!, 0);
  const first = position - batchStart;
  const rows = batch.slice(first, first + piece);
  const pass = { batch: rows.length, seed: seedOf(state.seed, epoch, position) };
  showRows(network, data, rows, params.sequenceLength);
  const labels = rows.map((row) => data.labels[row]!);
  const shares = rows.map((row) => (total > 0 ? data.weights[row]! / total : 0));
  const gradient = runBackward(network, pass, runForward(network, pass), labels, shares);
  for (let i = 0; i < state.gradient.length; i++) gradient[i]! += state.gradient[i]!;
  const next = { ...state, position: position + rows.length };
  if (next.position < batchEnd) return { ...next, gradient };
  const update = state.updates + 1;
  const updates = params.epochs * Math.ceil(trainingRows / params.batchSize);
  const rate = learningRateAt(update, updates, params.learningRate);
  const moments = adamStep(state, gradient, update, rate, params);
  return endOfEpoch(params, { ...next, ...moments, updates: update, gradient: NONE });
}

function validateRows(
  network: Network,
  data: SequenceData,
  params: NetworkParams,
  state: NetworkState,
  piece: number,
): NetworkState {
  const end = Math.min(state.position + piece, data.rows);
  const rows = Array.from({ length: end - state.position }, (_, i) => state.position + i);
  showRows(network, data, rows, params.sequenceLength);
  const scores = runForward(network, { batch: rows.length, seed: undefined });
  let { lossSum, weightSum } = state;
  for (const [i, row] of rows.entries()) {
    const weight = data.weights[row]!;
    lossSum += weight * crossEntropy(scores, i * CLASSES.length, CLASSES.length, data.labels[row]!);
    weightSum += weight;
  }
  return endOfEpoch(params, { ...state, position: end, lossSum, weightSum });
}

/** When all rows were gone through: early stopping by the loss on the validation rows, and the next epoch. */
function endOfEpoch(params: NetworkParams, state: NetworkState): NetworkState {
  if (state.position < state.trainingRows + state.validationRows) return state;
  const epoch = state.epoch + 1;
  const next = { ...state, epoch, position: 0, lossSum: 0, weightSum: 0 };
  // Without validation rows (or weight on them) the last weights are the best.
  if (state.weightSum === 0) return { ...next, stopped: epoch >= params.epochs };
  const loss = state.lossSum / state.weightSum;
  const isBetter = loss < state.bestLoss;
  const best = isBetter ? { best: state.weights, bestLoss: loss, bestEpoch: epoch } : {};
  const waited = epoch - (isBetter ? epoch : state.bestEpoch);
  return { ...next, ...best, stopped: epoch >= params.epochs || waited >= params.patience };
}
