import { Random } from "../../../math/random.ts";
import type { Arithmetic } from "../../matrix/arithmetic.ts";
import type { Layer, Sizes } from "./layer.ts";

interface DropoutSizes extends Sizes {
  readonly width: number;
  readonly rate: number;
  /** Tells the layers of a network apart, so that each drops other numbers. */
  readonly salt: number;
}

const TWO_POW_32 = 4294967296;

/** Drops a share of the numbers while learning and scales up the others (Srivastava et al. 2014); else does nothing. */
export function createDropout(
  arithmetic: Arithmetic,
  { steps, batch, width, rate, salt }: DropoutSizes,
): Layer {
  const output = arithmetic.allocate(steps * batch * width);
  const inputGradient = arithmetic.allocate(steps * batch * width);
  const factors = arithmetic.allocate(steps * batch * width);
  const isIdle = (seed: number | undefined): seed is undefined => seed === undefined || rate === 0;

  return {
    width,
    forward(input, { batch, seed }) {
      if (isIdle(seed)) return input;
      const random = Random.seeded(seed ^ salt);
      const kept = Math.round((1 - rate) * TWO_POW_32);
      const size = steps * batch * width;
      for (let i = 0; i < size; i++) {
        factors[i] = random.uint32() < kept ? 1 / (1 - rate) : 0;
        output[i] = input[i]! * factors[i]!;
      }
      return output;
    },
    backward(gradient, { batch, seed }) {
      if (isIdle(seed)) return gradient;
      const size = steps * batch * width;
      for (let i = 0; i < size; i++) inputGradient[i] = gradient[i]! * factors[i]!;
      return inputGradient;
    },
    export: (_graph, input) => input,
  };
}
