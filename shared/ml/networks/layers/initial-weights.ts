import type { Random } from "../../../math/random.ts";

/**
 * Normal weights that keep the variance of a signal on its way forward and back (Glorot and Bengio 2010), for a matrix
 * whose rows are padded to `width`; what pads it is 0.
 */
export function glorot(inputs: number, outputs: number, width: number) {
  const deviation = Math.sqrt(2 / (inputs + outputs));
  return (index: number, random: Random): number => {
    const isPadding = index % width >= outputs || Math.floor(index / width) >= inputs;
    return isPadding ? 0 : deviation * random.normal();
  };
}
