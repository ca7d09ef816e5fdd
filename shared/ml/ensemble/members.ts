import type { AnyLearner } from "../learner.ts";
import type { EnsembleParams } from "./params.ts";

/** The learner of a member's family. */
export type Learners = (family: string) => AnyLearner;

export type Member = EnsembleParams["members"][number];

/** Bars that one row of a member shows. */
export function sequenceLengthOf(learners: Learners, { family, params }: Member): number {
  return learners(family).sequenceLength(params);
}

/** Bars that one row shows: as many as the member that looks back furthest reads. */
export function longestSequence(learners: Learners, { members }: EnsembleParams): number {
  return Math.max(...members.map((member) => sequenceLengthOf(learners, member)));
}
