import { BinaryReader, BinaryWriter } from "../binary.ts";
import type { LbfgsState } from "../optimisation/l-bfgs.ts";

/** The minimisation after some iterations. Never changed in place. */
export interface LogisticState {
  readonly iterations: number;
  readonly converged: boolean;
  /** The point holds three coefficients a standardised feature, then the intercepts. */
  readonly minimisation: LbfgsState;
  /** How each feature is standardised. */
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

const TAG = "logistic-state-1";

export function encodeState(state: LogisticState): Uint8Array<ArrayBuffer> {
  const { point, value, gradient, steps, changes } = state.minimisation;
  const writer = new BinaryWriter(TAG)
    .number(state.iterations)
    .number(state.converged ? 1 : 0)
    .array(state.mean)
    .array(state.scale)
    .number(value)
    .array(point)
    .array(gradient)
    .number(steps.length);
  for (const array of [...steps, ...changes]) writer.array(array);
  return writer.bytes();
}

/** Throws a RangeError on bytes that are not a state. */
export function decodeState(bytes: Uint8Array): LogisticState {
  const reader = new BinaryReader(bytes, TAG);
  const iterations = reader.number();
  const converged = reader.number() === 1;
  const mean = reader.array(Float32Array);
  const scale = reader.array(Float32Array);
  const value = reader.number();
  const point = reader.array(Float64Array);
  const gradient = reader.array(Float64Array);
  const pairs = reader.number();
  const [steps, changes] = [0, 1].map(() => Array.from({ length: pairs }, () => reader.array(Float64Array)));
  reader.end();
  const minimisation = { point, value, gradient, steps: steps!, changes: changes! };
  return { iterations, converged, minimisation, mean, scale };
}
