import { BinaryReader, BinaryWriter } from "../binary.ts";
import type { Tree } from "./tree.ts";

/** What learning has come to after some rounds. Small beside the data, and never changed in place. */
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

const TAG = "boosting-state-1";

function joined<T extends Uint8Array | Uint16Array | Float32Array>(parts: readonly T[], into: T): T {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
}

export function encodeState(state: BoostingState): Uint8Array<ArrayBuffer> {
  const { trees } = state;
  const nodes = trees.reduce((sum, tree) => sum + tree.left.length, 0);
  return new BinaryWriter(TAG)
    .number(state.bestRound)
    .number(state.bestLoss)
    .number(state.stopped ? 1 : 0)
    .array(state.random)
    .array(state.base)
    .array(state.scores)
    .array(Uint16Array.from(trees, (tree) => tree.left.length))
    .array(
      joined(
        trees.map((tree) => tree.left),
        new Uint16Array(nodes),
      ),
    )
    .array(
      joined(
        trees.map((tree) => tree.feature),
        new Uint16Array(nodes),
      ),
    )
    .array(
      joined(
        trees.map((tree) => tree.value),
        new Float32Array(nodes),
      ),
    )
    .array(
      joined(
        trees.map((tree) => tree.missingLeft),
        new Uint8Array(nodes),
      ),
    )
    .bytes();
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
  const sizes = reader.array(Uint16Array);
  const left = reader.array(Uint16Array);
  const feature = reader.array(Uint16Array);
  const value = reader.array(Float32Array);
  const missingLeft = reader.array(Uint8Array);
  reader.end();
  let end = 0;
  const trees = Array.from(sizes, (size) => {
    const begin = end;
    end += size;
    return {
      left: left.subarray(begin, end),
      feature: feature.subarray(begin, end),
      value: value.subarray(begin, end),
      missingLeft: missingLeft.subarray(begin, end),
    };
  });
  return { base, trees, scores, random, bestRound, bestLoss, stopped };
}
