import { Failure } from "../failure.ts";
import { boostingLearner } from "./boosting/boosting-learner.ts";
import type { Learner } from "./learner.ts";

const LEARNERS: readonly Learner<unknown, unknown, unknown>[] = [boostingLearner];

export const FAMILIES = LEARNERS.map(({ family }) => family);

/** The learner of a model family; throws a Failure on an unknown one. */
export function learnerOf(family: string): Learner<unknown, unknown, unknown> {
  const learner = LEARNERS.find((candidate) => candidate.family === family);
  if (!learner) {
    throw new Failure(
      "invalid_request",
      `There is no model family ${family}; there are: ${FAMILIES.join(", ")}.`,
    );
  }
  return learner;
}
