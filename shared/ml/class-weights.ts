import * as z from "zod";
import type { DatasetRows } from "./dataset.ts";
import { trainingRows } from "./dataset.ts";
import { CLASSES } from "./learner.ts";

/**
 * Factors on the weights of the rows of each class, in the order of `CLASSES`; or `balanced`: all classes weigh the same
 * in training, and all rows together as much as before. Either way the scores lean towards what was weighed up, and
 * calibration, which weighs classes as they come, takes most of that back.
 */
export const ClassWeightsParam = z
  .union([
    z.literal("balanced"),
    z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  ])
  .default([1, 1, 1]);

export type ClassWeights = z.output<typeof ClassWeightsParam>;

/** Row weights times class weights. */
export function weightClasses(data: DatasetRows, classWeights: ClassWeights): Float32Array {
  const factors = classWeights === "balanced" ? balancedFactors(data) : classWeights;
  return data.weights.map((weight, row) => weight * factors[data.labels[row]!]!);
}

/** As scikit-learn's: total / (classes * weight of the class), over the training rows. A class without rows counts as it is. */
function balancedFactors(data: DatasetRows): Float64Array {
  const ofClass = new Float64Array(CLASSES.length);
  const training = trainingRows(data);
  for (let row = 0; row < training; row++) ofClass[data.labels[row]!]! += data.weights[row]!;
  const total = ofClass.reduce((sum, weight) => sum + weight, 0);
  const present = ofClass.filter((weight) => weight > 0).length;
  return ofClass.map((weight) => (weight > 0 ? total / (present * weight) : 1));
}
