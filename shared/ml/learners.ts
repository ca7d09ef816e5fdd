import { Failure } from "../failure.ts";
import { boostingLearner, depthwiseBoostingLearner } from "./boosting/boosting-learner.ts";
import { createEnsembleLearner } from "./ensemble/ensemble-learner.ts";
import { forestLearner } from "./forest/forest-learner.ts";
import type { AnyLearner } from "./learner.ts";
import { logisticLearner } from "./logistic/logistic-learner.ts";
import { cnnLearner, lstmLearner, transformerLearner } from "./networks/network-learner.ts";

/** Families that an ensemble can be made of. */
const SINGLE: readonly AnyLearner[] = [
  boostingLearner,
  depthwiseBoostingLearner,
  forestLearner,
  logisticLearner,
  lstmLearner,
  cnnLearner,
  transformerLearner,
];

const LEARNERS: readonly AnyLearner[] = [...SINGLE, createEnsembleLearner(SINGLE)];

/** Names that families once had; requests, jobs and models may still say them. */
const FORMER_NAMES: Readonly<Record<string, string>> = { boosting: boostingLearner.family };

export const FAMILIES = LEARNERS.map(({ family }) => family);

/** Every name that `learnerOf` knows. */
export const FAMILY_NAMES = [...FAMILIES, ...Object.keys(FORMER_NAMES)];

/** The learner of a model family; throws a Failure on an unknown one. */
export function learnerOf(family: string): AnyLearner {
  const name = FORMER_NAMES[family] ?? family;
  const learner = LEARNERS.find((candidate) => candidate.family === name);
  if (!learner) {
    throw new Failure(
      "invalid_request",
      `There is no model family ${family}; there are: ${FAMILIES.join(", ")}.`,
    );
  }
  return learner;
}
