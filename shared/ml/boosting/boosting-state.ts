import { BinaryReader, BinaryWriter } from "../binary.ts";
import type { Tree } from "../trees/tree.ts";
import { readTrees, writeTrees } from "../trees/tree-codec.ts";

/** The model and its working scores after some rounds. Small beside the data, and never changed in place. */
export interface BoostingState {
  /** Score of each class before any tree. */
  readonly base: Float64Array;
  /** One tree a class and round, round after round. */
  readonly trees: readonly Tree[];
  /** Scores of every row with all trees, row-major. */
  readonly scores: Float64Array;
  /** State of the random generator. */
  readonly random: Uint32Array;
  /** Rounds after which the validation loss was lowest; all of them where there are no validation rows. */
  readonly bestRound: number;
  /** That loss; Infinity where there are no validation rows. */
  readonly bestLoss: number;
  /** The validation loss has not fallen for `patience` rounds. */
  readonly stopped: boolean;
}

const TAG = "boosting-state-2";

export function encodeState(state: BoostingState): Uint8Array<ArrayBuffer> {
  const { trees } = state;
  const writer = new BinaryWriter(TAG)
    .number(state.bestRound)
    .number(state.bestLoss)
    .number(state.stopped ? 1 : 0)
    .array(state.random)
    .array(state.base)
    .array(state.scores);
  return writeTrees(writer, trees).bytes();
}

/** Throws a RangeError on bytes that are not a state. */
export function decodeState(bytes: Uint8Array): BoostingState {
  const reader = new BinaryReader(bytes, TAG);
  const bestRound = reader.number();
  const bestLoss = reader.number();
  const stopped = reader.number() === 1;
  const random = reader.array(Uint32Array);
  const base = reader.array(Float64Array);
  const scores = reader.array(Float64Array);
  const trees = readTrees(reader);
  reader.end();
  return { base, trees, scores, random, bestRound, bestLoss, stopped };
}
