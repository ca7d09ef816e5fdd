import type { AnyLearner, Learner } from "../learner.ts";
import type { EnsembleData } from "./ensemble-data.ts";
import { createEnsembleFitting } from "./ensemble-fitting.ts";
import { createEnsemblePreparation } from "./ensemble-preparation.ts";
import { createEnsembleServing } from "./ensemble-serving.ts";
import type { EnsembleState } from "./ensemble-state.ts";
import { longestSequence } from "./members.ts";
import { type EnsembleParams, parseEnsembleParams } from "./params.ts";

/**
 * A stacked ensemble (Wolpert 1992): members of several families, and a multinomial logistic regression over their
 * log-probabilities. The latter learns only from forecasts of rows that a member was not fitted to, made on purged and
 * embargoed walk-forward folds of the training rows; then each member is fitted to all of them. One step is one step of a
 * member or of the meta-learner, or what begins or ends a fit.
 */
export function createEnsembleLearner(
  families: readonly AnyLearner[],
): Learner<EnsembleParams, EnsembleData, EnsembleState> {
  const learners = (family: string) => families.find((learner) => learner.family === family)!;
  return {
    family: "ensemble",
    parseParams: (input) => parseEnsembleParams(input, families),
    sequenceLength: (params) => longestSequence(learners, params),
    preparation: createEnsemblePreparation(learners),
    fitting: createEnsembleFitting(learners),
    serving: createEnsembleServing(learners),
  };
}
