import { exp, log } from "../math.ts";
import type { Random } from "../random.ts";

/**
 * What a parameter may be in a trial. `log`: every order of magnitude is as likely as another. None of them may change
 * how a learner prepares rows: trials share the prepared rows.
 */
interface Range {
  readonly kind: "integer" | "uniform" | "log" | "log-integer";
  readonly from: number;
  readonly to: number;
}

export type SearchSpace = Readonly<Record<string, Range>>;

/** Two parameters that say how a whole family of trees grows. */
const TREE_SHAPE: SearchSpace = {
  maxDepth: { kind: "integer", from: 3, to: 12 },
  subsample: { kind: "uniform", from: 0.6, to: 1 },
  colsample: { kind: "uniform", from: 0.6, to: 1 },
};

/** The requirements' nine ranges for boosting and the number of leaves, which bounds trees beside their depth. */
const SPACES: Readonly<Record<string, SearchSpace>> = {
  boosting: {
    ...TREE_SHAPE,
    rounds: { kind: "log-integer", from: 100, to: 2_000 },
    learningRate: { kind: "log", from: 0.001, to: 0.3 },
    maxLeaves: { kind: "log-integer", from: 4, to: 128 },
    minChildWeight: { kind: "uniform", from: 1, to: 10 },
    gamma: { kind: "uniform", from: 0, to: 5 },
    lambda: { kind: "uniform", from: 0, to: 10 },
  },
};

/** The families whose parameters can be searched. */
export const SEARCHED_FAMILIES = Object.keys(SPACES);

export function searchSpaceOf(family: string): SearchSpace | undefined {
  return SPACES[family];
}

/** One draw from each range, in the space's order. */
export function drawParams(space: SearchSpace, random: Random): Record<string, number> {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, valueAt(range, random.uniform())]),
  );
}

/** The value at a share of the range: 0 is its beginning. Whole numbers are all as likely as their neighbours. */
function valueAt({ kind, from, to }: Range, share: number): number {
  if (kind === "uniform") return from + share * (to - from);
  if (kind === "integer") return from + Math.floor(share * (to - from + 1));
  const value = from * exp(share * log(to / from));
  return kind === "log" ? value : Math.round(value);
}
