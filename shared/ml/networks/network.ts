import { CLASSES } from "../learner.ts";
import { type Arithmetic, type Numbers, padded } from "../matrix/arithmetic.ts";
import type { Layer, Sizes } from "./layers/layer.ts";
import { createLinear } from "./layers/linear.ts";
import { createNewestStep, createSequential } from "./layers/sequential.ts";
import { Parameters } from "./parameters.ts";

export interface NetworkSizes extends Sizes {
  readonly features: number;
}

/** Makes the layers of a family between the features and the scores. */
export type Body = (arithmetic: Arithmetic, parameters: Parameters, sizes: NetworkSizes) => readonly Layer[];

export interface Network {
  readonly parameters: Parameters;
  /** To be filled before a run: time-major, `inputWidth` numbers a step of a sequence. */
  readonly input: Numbers;
  readonly inputWidth: number;
  /** Scores of the newest step, `SCORES_WIDTH` numbers a sequence, of which the first three count. */
  readonly layer: Layer;
  /** Room for what goes backward. */
  readonly scoresGradient: Numbers;
}

export const SCORES_WIDTH = padded(CLASSES.length);

/** The layers of a family, then scores of the three classes from the newest step. */
export function createNetwork(arithmetic: Arithmetic, sizes: NetworkSizes, body: Body): Network {
  const parameters = new Parameters(arithmetic);
  const layers = body(arithmetic, parameters, sizes);
  const { width } = layers.at(-1)!;
  const newest = createNewestStep(arithmetic, { ...sizes, width });
  const outputs = CLASSES.length;
  const head = createLinear(arithmetic, parameters, { steps: 1, batch: sizes.batch, inputs: width, outputs });
  const inputWidth = padded(sizes.features);
  return {
    parameters,
    input: arithmetic.allocate(sizes.steps * sizes.batch * inputWidth),
    inputWidth,
    scoresGradient: arithmetic.allocate(sizes.batch * SCORES_WIDTH),
    layer: createSequential([...layers, newest, head]),
  };
}
