import { BinaryReader, BinaryWriter } from "../binary.ts";

/** All that changes while a network learns. */
export interface NetworkState {
  readonly trainingRows: number;
  readonly validationRows: number;
  readonly features: number;
  /** Mean and deviation of each feature, one after the other. */
  readonly scales: Float64Array;
  readonly seed: number;
  readonly epoch: number;
  /** Rows of the epoch that were gone through: training rows first, then the validation rows. */
  readonly position: number;
  /** Times that the weights were changed. */
  readonly updates: number;
  readonly weights: Float32Array;
  /** Adam's running means of the gradient and of its square. */
  readonly momentum: Float32Array;
  readonly variance: Float32Array;
  /** The gradient of the batch under way; empty between batches. */
  readonly gradient: Float32Array;
  /** Weighted loss of the validation rows gone through, and their weight. */
  readonly lossSum: number;
  readonly weightSum: number;
  /** Weights after the epoch with the lowest validation loss so far; empty before the first. */
  readonly best: Float32Array;
  readonly bestLoss: number;
  readonly bestEpoch: number;
  readonly stopped: boolean;
}

const TAG = "network-state-1";
const NUMBERS = [
  "trainingRows",
  "validationRows",
  "features",
  "seed",
  "epoch",
  "position",
  "updates",
  "lossSum",
  "weightSum",
  "bestLoss",
  "bestEpoch",
] as const;
const ARRAYS = ["weights", "momentum", "variance", "gradient", "best"] as const;

export function encodeNetworkState(state: NetworkState): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG).number(state.stopped ? 1 : 0).array(state.scales);
  for (const name of NUMBERS) writer.number(state[name]);
  for (const name of ARRAYS) writer.array(state[name]);
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not a state. */
export function decodeNetworkState(bytes: Uint8Array): NetworkState {
  const reader = new BinaryReader(bytes, TAG);
  const stopped = reader.number() === 1;
  const scales = reader.array(Float64Array);
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, reader.number()]));
  const arrays = Object.fromEntries(ARRAYS.map((name) => [name, reader.array(Float32Array)]));
  reader.end();
  return { stopped, scales, ...numbers, ...arrays } as NetworkState;
}
