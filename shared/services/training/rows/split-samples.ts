import { Failure } from "../../../failure.ts";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { joined } from "../../../ml/joined.ts";
import { type ChronologicalSplit, chronologicalSplit } from "../../../ml/splits/chronological-split.ts";
import { slowestSpan } from "../../../ml/splits/slowest-span.ts";
import type { TrainingSpec } from "../spec.ts";
import type { Samples } from "./samples.ts";

/** Fewer rows than this to learn from or to evaluate on, and every figure would be noise. */
const MIN_TRAIN_ROWS = 500;
const MIN_EVALUATION_ROWS = 100;

/** The same split wherever it is asked for; only evaluation reads its holdout. */
export function splitSamples(samples: Samples, spec: TrainingSpec): ChronologicalSplit {
  const split = trySplit(samples, spec);
  const isEnough =
    split &&
    split.train.length >= MIN_TRAIN_ROWS &&
    Math.min(split.validation.length, split.holdout.size) >= MIN_EVALUATION_ROWS;
  if (isEnough) return split;
  throw new Failure(
    "not_enough_bars",
    `${samples.bar.length} labelled bars leave too few to train on (${MIN_TRAIN_ROWS}) or to evaluate on (${MIN_EVALUATION_ROWS}).`,
  );
}

function trySplit(samples: Samples, spec: TrainingSpec): ChronologicalSplit | undefined {
  try {
    return chronologicalSplit(samples, { embargoMs: embargoMsOf(samples, spec) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The rows that learning sees, in its order: training rows, then those that tell when to stop. */
export function learningRows({ train, validation }: ChronologicalSplit): Uint32Array {
  return concatRows(train, validation);
}

export function concatRows(first: Uint32Array, second: Uint32Array): Uint32Array {
  return joined(Uint32Array, [first, second]);
}

/** How weights fade with age, as the spec has it. */
export function recencyOf({ halfLifeMs }: TrainingSpec, asOf: number) {
  return halfLifeMs === null ? undefined : { asOf, halfLifeMs };
}

/** A horizon over a weekend counts; only a gap in the data, which hardly any row's horizon spans, does not. */
const SPAN_SHARE = 0.99;

/**
 * One horizon of the slowest symbol on the clock, nights and weekends included: so long do the rows after a cut look back on
 * what decided outcomes before it. Read from the times of decisions, which all phases see, and from no outcome.
 */
export function embargoMsOf(
  { symbol, decidedAt }: Pick<Samples, "symbol" | "decidedAt">,
  { horizonBars, timeframe }: Pick<TrainingSpec, "horizonBars" | "timeframe">,
): number {
  const span = slowestSpan(symbol, decidedAt, horizonBars, SPAN_SHARE);
  return Math.max(horizonBars * TIMEFRAME_MS[timeframe], span);
}
