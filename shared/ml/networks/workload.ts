import type { NetworkParams } from "./params.ts";

/** Multiplications that a step may take: some 100 ms of an isolate. */
const STEP_PRODUCTS = 4e8;
/** A run forward and back is three products of each weight. */
const TRAINING_FACTOR = 3;
/** Overhead of a step of a sequence, in products: exponentials, copies. */
const STEP_OVERHEAD = 4_000;
/** Numbers of the windows that one step may hold. */
const MAX_INPUTS = 8e6;

/** The size of a network, by what its runs cost. */
export interface NetworkCost {
  readonly weights: number;
  readonly features: number;
}

function rowProducts({ weights, features }: NetworkCost, { sequenceLength }: NetworkParams): number {
  return sequenceLength * (weights + features + STEP_OVERHEAD + 32 * sequenceLength);
}

/** Rows of a batch that are gone through in one step. */
export function trainingPiece(cost: NetworkCost, params: NetworkParams): number {
  const rows = Math.floor(STEP_PRODUCTS / (TRAINING_FACTOR * rowProducts(cost, params)));
  return Math.max(1, Math.min(params.batchSize, rows));
}

/** Rows that are scored in one step. */
export function scoringPiece(cost: NetworkCost, params: NetworkParams): number {
  const rows = Math.floor((2 * STEP_PRODUCTS) / rowProducts(cost, params));
  const held = Math.floor(MAX_INPUTS / (params.sequenceLength * cost.features));
  return Math.max(1, Math.min(1_024, rows, held));
}
