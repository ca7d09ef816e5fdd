import { checkSampleTimes, cutTime, rowsBetween, type SampleTimes } from "./sample-times.ts";

export interface CombinatorialOptions {
  /** Stretches of time that the rows are cut into, N. */
  readonly groups: number;
  /** How many of them each fold is tested on, k. */
  readonly testGroups: number;
  /** Time left out after each test group, in milliseconds. */
  readonly embargoMs: number;
}

export interface CombinatorialFold {
  /** The groups it is tested on, ascending. */
  readonly groups: readonly number[];
  readonly train: Uint32Array;
  /** The rows of those groups, group after group. */
  readonly test: Uint32Array;
}

/** All that is known of a split before its folds are made, which takes most of the time. */
export interface CombinatorialPlan {
  /** Rows of each group. */
  readonly groups: readonly Uint32Array[];
  /** Every choice of k of the N groups: what each fold is tested on. */
  readonly choices: readonly (readonly number[])[];
  /** Throws a RangeError where the fold has nothing to learn from. */
  foldAt(index: number): CombinatorialFold;
  /**
   * Ways through all of time out of sample: `paths[p][g]` is the fold whose forecast of group g belongs to path p. Every
   * forecast of every fold is part of one path, so there are C(N, k) k / N of them.
   */
  readonly paths: readonly (readonly number[])[];
}

/**
 * Combinatorial purged cross-validation (López de Prado, 12.3): a model is tested on several histories instead of one.
 * Group borders are dates common to all symbols. A row is trained on only when its outcome was known before a test group
 * begins, or when it was decided `embargoMs` after the last outcome of that group was known, for every test group.
 * Throws a RangeError on an option out of range or a group that comes out empty. Each fold is made when it is asked for.
 */
export function planCombinatorial(times: SampleTimes, options: CombinatorialOptions): CombinatorialPlan {
  const { groups, testGroups, embargoMs } = options;
  if (!(Number.isInteger(groups) && groups >= 2 && groups <= MAX_GROUPS))
    throw new RangeError(`groups must be a whole number from 2 to ${MAX_GROUPS}`);
  if (!(Number.isInteger(testGroups) && testGroups >= 1 && testGroups < groups))
    throw new RangeError("testGroups must be a whole number from 1 to groups - 1");
  if (!(embargoMs >= 0)) throw new RangeError("embargoMs must not be negative");
  checkSampleTimes(times);

  const spans = Array.from({ length: groups }, (_, group) => spanOf(times, group, groups));
  const chosen = choices(groups, testGroups);
  return {
    groups: spans.map(({ rows }) => rows),
    choices: chosen,
    foldAt: (index) => foldOf(times, chosen[index]!, spans, embargoMs),
    paths: pathsThrough(chosen, groups),
  };
}

/** 16 over 8 are 12,870 folds already. */
const MAX_GROUPS = 16;

interface Span {
  readonly rows: Uint32Array;
  /** The first decision that can belong to it, and the last moment at which one of its outcomes became known. */
  readonly from: number;
  readonly knownAt: number;
}

function spanOf(times: SampleTimes, group: number, groups: number): Span {
  const from = group === 0 ? Number.NEGATIVE_INFINITY : cutTime(times.decidedAt, group / groups);
  const to = group + 1 === groups ? Number.POSITIVE_INFINITY : cutTime(times.decidedAt, (group + 1) / groups);
  const rows = rowsBetween(times, from, to);
  if (rows.length === 0) throw new RangeError(`group ${group} has no rows`);
  const knownAt = rows.reduce((last, row) => Math.max(last, times.resolvedAt[row]!), from);
  return { rows, from, knownAt };
}

function foldOf(
  { decidedAt, resolvedAt }: SampleTimes,
  groups: readonly number[],
  spans: readonly Span[],
  embargoMs: number,
): CombinatorialFold {
  const tested = groups.map((group) => spans[group]!);
  const isApart = (row: number) =>
    tested.every(({ from, knownAt }) => resolvedAt[row]! < from || decidedAt[row]! >= knownAt + embargoMs);
  const train = Uint32Array.from(decidedAt.keys()).filter(isApart);
  if (train.length === 0) throw new RangeError(`the groups ${groups.join(", ")} leave no rows to train on`);
  return { groups, train, test: Uint32Array.from(tested.flatMap(({ rows }) => Array.from(rows))) };
}

/** Every choice of `count` of the first `bound` whole numbers, in lexicographic order. */
function choices(bound: number, count: number, from = 0): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length: bound - from }, (_, i) => from + i).flatMap((first) =>
    choices(bound, count - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

/** The p-th path takes the p-th forecast that there is of each group. */
function pathsThrough(chosen: readonly (readonly number[])[], groups: number): number[][] {
  const testing = Array.from({ length: groups }, (_, group) =>
    chosen.flatMap((tested, i) => (tested.includes(group) ? [i] : [])),
  );
  return testing[0]!.map((_, path) => testing.map((of) => of[path]!));
}
