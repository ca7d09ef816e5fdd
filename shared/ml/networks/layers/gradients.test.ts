import { describe, expect, it } from "vitest";
import { float64Arithmetic } from "../../../../tests/support/float64-arithmetic.ts";
import { Random } from "../../../math/random.ts";
import type { Arithmetic, Numbers } from "../../matrix/arithmetic.ts";
import { Parameters } from "../parameters.ts";
import { createCausalConvolution } from "./causal-convolution.ts";
import { createDropout } from "./dropout.ts";
import type { Layer } from "./layer.ts";
import { createLayerNormalisation } from "./layer-normalisation.ts";
import { createLinear } from "./linear.ts";
import { createLstm } from "./lstm.ts";
import { createPositionEmbedding } from "./position-embedding.ts";
import { createRelu } from "./relu.ts";
import { createSelfAttention } from "./self-attention.ts";
import { createNewestStep, createResidual, createSequential } from "./sequential.ts";

const sizes = { steps: 5, batch: 3 };
/** A batch smaller than there is room for. */
const PASS = { batch: 2, seed: 7 };
const WIDTH = 16;
const square = { ...sizes, width: WIDTH };
const EPSILON = 1e-5;

type Build = (arithmetic: Arithmetic, parameters: Parameters) => Layer;

const LAYERS: Readonly<Record<string, Build>> = {
  linear: (a, p) => createLinear(a, p, { ...sizes, inputs: WIDTH, outputs: 24 }),
  "linear, padded": (a, p) => createLinear(a, p, { ...sizes, inputs: 11, outputs: 5 }),
  "an LSTM": (a, p) => createLstm(a, p, { ...sizes, inputs: WIDTH, units: 8 }),
  "a causal convolution": (a, p) =>
    createCausalConvolution(a, p, { ...sizes, inputs: WIDTH, channels: 8, taps: 3, dilation: 1 }),
  "a dilated convolution that looks beyond the first step": (a, p) =>
    createCausalConvolution(a, p, { ...sizes, inputs: 13, channels: 8, taps: 3, dilation: 3 }),
  "layer normalisation": (a, p) => createLayerNormalisation(a, p, square),
  "a position embedding": (a, p) => createPositionEmbedding(a, p, square),
  "self-attention": (a, p) => createSelfAttention(a, p, { ...square, heads: 2 }),
  relu: (a) => createRelu(a, square),
  dropout: (a) => createDropout(a, { ...square, rate: 0.4, salt: 1 }),
  "the newest step": (a) => createNewestStep(a, square),
  "a residual": (a, p) =>
    createResidual(a, sizes, createLinear(a, p, { ...sizes, inputs: WIDTH, outputs: WIDTH })),
  "a residual with a shortcut": (a, p) => {
    const linear = () => createLinear(a, p, { ...sizes, inputs: WIDTH, outputs: 8 });
    return createResidual(
      a,
      sizes,
      createSequential([linear(), createRelu(a, { ...sizes, width: 8 })]),
      linear(),
    );
  },
};

/** A layer with random parameters and input, and a loss that weighs every number of its output otherwise. */
function setup(build: Build) {
  const random = Random.seeded(3);
  const parameters = new Parameters(float64Arithmetic);
  const layer = build(float64Arithmetic, parameters);
  parameters.initialise(random);
  const input = Float64Array.from({ length: sizes.steps * PASS.batch * WIDTH }, () => random.normal());
  const output = layer.forward(input, PASS);
  const weights = Float64Array.from({ length: sizes.steps * PASS.batch * layer.width }, () =>
    random.normal(),
  );
  const isNewest = output.length === PASS.batch * layer.width;
  const length = isNewest ? output.length : weights.length;
  const loss = () => {
    const values = layer.forward(input, PASS);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += weights[i]! * values[i]!;
    return sum;
  };
  return { parameters, layer, input, gradient: weights.subarray(0, length), loss };
}

function expectLikeDifferences(values: Numbers, gradient: Numbers, loss: () => number, stride: number) {
  let largest = 0;
  for (let i = 0; i < values.length; i += stride) {
    const kept = values[i]!;
    values[i] = kept + EPSILON;
    const above = loss();
    values[i] = kept - EPSILON;
    const below = loss();
    values[i] = kept;
    const expected = (above - below) / (2 * EPSILON);
    largest = Math.max(largest, Math.abs(expected));
    expect(Math.abs(gradient[i]! - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  }
  expect(largest).toBeGreaterThan(0);
}

describe.each(Object.entries(LAYERS))("%s", (_, build) => {
  it("tells the gradient of its input, by central differences", () => {
    const { layer, input, gradient, loss, parameters } = setup(build);
    parameters.clearGradients();
    const given = layer.backward(gradient, PASS).slice(0, input.length);
    expectLikeDifferences(input, given, loss, 1);
  });

  it("adds to the gradient of its parameters", () => {
    const { layer, gradient, loss, parameters } = setup(build);
    parameters.clearGradients();
    layer.backward(gradient, PASS);
    for (const { values, gradient: given } of parameters) expectLikeDifferences(values, given, loss, 3);
  });
});
