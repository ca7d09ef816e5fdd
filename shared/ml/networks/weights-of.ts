import { type Body, createNetwork } from "./network.ts";

/** How many numbers a network learns: counted without any memory. */
export function weightsOf(body: Body, steps: number, features: number): number {
  const none = new Float32Array(0);
  const counting = { allocate: () => none, multiply: () => {} };
  return createNetwork(counting, { steps, batch: 1, features }, body).parameters.length;
}
