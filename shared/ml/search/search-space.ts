import { learnerOf } from "../learners.ts";
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

const SPACES: Readonly<Record<string, SearchSpace>> = {
  "boosting-leafwise": BOOSTING,
  "boosting-depthwise": BOOSTING,
};

/** The families whose parameters can be searched. */
export const SEARCHED_FAMILIES = Object.keys(SPACES);

/** The ranges of a family's parameters; undefined where there are none to search. */
export function searchSpaceOf(family: string): SearchSpace | undefined {
  return SPACES[learnerOf(family).family];
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
