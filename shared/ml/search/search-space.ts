import { exp, log } from "../../math/elementary.ts";
import type { Random } from "../../math/random.ts";
import { learnerOf } from "../learners.ts";

/** The range of a number in a trial. `log`: every order of magnitude is as likely as another. */
interface Range {
  readonly kind: "integer" | "uniform" | "log" | "log-integer";
  readonly from: number;
  readonly to: number;
}

/** One of a few values, each as likely as another. */
interface Choice {
  readonly kind: "choice";
  readonly values: readonly unknown[];
}

/** None of the parameters may change how a learner prepares rows: trials share the prepared rows. */
export type SearchSpace = Readonly<Record<string, Range | Choice>>;

/** The requirements' nine ranges for boosting and the number of leaves, which bounds trees beside their depth. */
const BOOSTING: SearchSpace = {
  rounds: { kind: "log-integer", from: 100, to: 2_000 },
  maxDepth: { kind: "integer", from: 3, to: 12 },
  maxLeaves: { kind: "log-integer", from: 4, to: 128 },
  learningRate: { kind: "log", from: 0.001, to: 0.3 },
  subsample: { kind: "uniform", from: 0.6, to: 1 },
  colsample: { kind: "uniform", from: 0.6, to: 1 },
  minChildWeight: { kind: "uniform", from: 1, to: 10 },
  gamma: { kind: "uniform", from: 0, to: 5 },
  alpha: { kind: "uniform", from: 0, to: 10 },
  lambda: { kind: "uniform", from: 0, to: 10 },
};

const FOREST: SearchSpace = {
  trees: { kind: "log-integer", from: 50, to: 400 },
  maxDepth: { kind: "integer", from: 3, to: 16 },
  maxLeaves: { kind: "log-integer", from: 8, to: 1_024 },
  minLeafRows: { kind: "log-integer", from: 5, to: 200 },
  maxFeatures: { kind: "log", from: 0.03, to: 0.6 },
};

const LOGISTIC: SearchSpace = { l2: { kind: "log", from: 0.00001, to: 10 } };

/** How any network learns. Its epochs are not searched: each trial stops when its validation loss does. */
const NETWORK: SearchSpace = {
  learningRate: { kind: "log", from: 0.0001, to: 0.01 },
  weightDecay: { kind: "log", from: 0.0001, to: 0.3 },
  dropout: { kind: "uniform", from: 0, to: 0.5 },
  batchSize: { kind: "choice", values: [32, 64, 128, 256] },
  clipNorm: { kind: "log", from: 0.3, to: 3 },
};

const SPACES: Readonly<Record<string, SearchSpace>> = {
  "boosting-leafwise": BOOSTING,
  "boosting-depthwise": BOOSTING,
  forest: FOREST,
  logistic: LOGISTIC,
  lstm: {
    ...NETWORK,
    units: { kind: "choice", values: [[16], [32], [64], [32, 16], [64, 32], [128, 64]] },
  },
  cnn: {
    ...NETWORK,
    channels: { kind: "choice", values: [16, 24, 32, 48, 64] },
    taps: { kind: "integer", from: 2, to: 5 },
    levels: { kind: "integer", from: 1, to: 4 },
  },
  // Every width has a whole number of eights for each number of heads.
  transformer: {
    ...NETWORK,
    width: { kind: "choice", values: [32, 64, 96] },
    heads: { kind: "choice", values: [1, 2, 4] },
    layers: { kind: "integer", from: 1, to: 3 },
    feedForward: { kind: "choice", values: [32, 64, 128, 256] },
  },
};

/** The families whose parameters can be searched. */
export const SEARCHED_FAMILIES = Object.keys(SPACES);

/** The ranges of a family's parameters; undefined where there are none to search. */
export function searchSpaceOf(family: string): SearchSpace | undefined {
  return SPACES[learnerOf(family).family];
}

/** One draw from each range, in the space's order. */
export function drawParams(space: SearchSpace, random: Random): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, valueAt(range, random.uniform())]),
  );
}

/** The value at a share of the range: 0 is its beginning. Whole numbers, and values, are all as likely as their neighbours. */
function valueAt(range: Range | Choice, share: number): unknown {
  if (range.kind === "choice") return range.values[Math.floor(share * range.values.length)];
  const { kind, from, to } = range;
  if (kind === "uniform") return from + share * (to - from);
  if (kind === "integer") return from + Math.floor(share * (to - from + 1));
  const value = from * exp(share * log(to / from));
  return kind === "log" ? value : Math.round(value);
}
