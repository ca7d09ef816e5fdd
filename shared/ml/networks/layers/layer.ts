import type { Numbers } from "../../matrix/arithmetic.ts";
import type { GraphBuilder } from "../graph-builder.ts";

/** Settings of one run through a network. */
export interface Pass {
  /** Sequences side by side. */
  readonly batch: number;
  /** Decides which numbers dropout drops; undefined where nothing is learned and nothing dropped. */
  readonly seed: number | undefined;
}

/**
 * A piece of a network as a pair of forward and backward. Sequences lie time-major: number k of step t of sequence b is
 * `values[(t * batch + b) * width + k]`, so that a step is one matrix and an earlier step is a shift. A layer owns its
 * output and what it remembers of the last run forward.
 */
export interface Layer {
  /** Numbers of a step of the output, padded to whole tiles. */
  readonly width: number;
  forward(input: Numbers, pass: Pass): Numbers;
  /** Adds to the gradients of the parameters; returns the gradient of the input that `forward` was given last. */
  backward(gradient: Numbers, pass: Pass): Numbers;
  /** The same as ONNX nodes; returns the name of the output, float32[N, T, width]. */
  export(graph: GraphBuilder, input: string): string;
}

/** The makings of a layer: sizes that all layers of a network share, and where their numbers come from. */
export interface Sizes {
  readonly steps: number;
  /** The most sequences of one run. */
  readonly batch: number;
  /** Nothing learns before the layer: it need not tell the gradient of its input. */
  readonly isFirst?: boolean;
}
