import { learnerOf } from "../../ml/learners.ts";
import type { TrainingSpec } from "./spec.ts";

/** The learner that a spec names, with its parameters as checked. */
export function configuredLearner({ family, params }: Pick<TrainingSpec, "family" | "params">) {
  const learner = learnerOf(family);
  return { ...learner, params: learner.parseParams(params) };
}
