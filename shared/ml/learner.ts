import type { Fitting } from "./fitting.ts";
import type { Preparation } from "./preparation.ts";
import type { Serving } from "./serving.ts";

/** The three outcomes in the order of every probability vector: SELL, HOLD, BUY. */
export const CLASSES = ["SELL", "HOLD", "BUY"] as const;
export type Direction = (typeof CLASSES)[number];

/** One model family: its parameters, and the three parts of its work, of which each caller takes the one it needs. */
export interface Learner<Params, Prepared, State> {
  readonly family: string;
  /** Fills in and checks parameters; throws a Failure that points at each one out of range. */
  parseParams(input: unknown): Params;
  /** Bars that one row shows: 1, or the length T of the sequences that the family reads. */
  sequenceLength(params: Params): number;
  readonly preparation: Preparation<Params, Prepared>;
  readonly fitting: Fitting<Params, Prepared, State>;
  readonly serving: Serving<Params, State>;
}

/** A learner whose own types only itself knows, as callers that take any family have it. */
export type AnyLearner = Learner<unknown, unknown, unknown>;
