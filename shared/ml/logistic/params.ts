import * as z from "zod";
import { ClassWeightsParam } from "../class-weights.ts";
import { parseParamsWith } from "../parse-params.ts";

const schema = z.strictObject({
  /**
   * L2 penalty on the coefficients of standardised features, beside the mean log loss of a row: the same strength
   * whatever the number of rows. scikit-learn's C is 1 / (l2 * sum of weights).
   */
  l2: z.number().positive().max(1000).default(0.001),
  /** Iterations before learning ends without having converged. */
  iterations: z.int().min(1).max(5000).default(300),
  /** Largest component of the gradient at which the minimum is reached. */
  tolerance: z.number().positive().max(0.1).default(1e-6),
  classWeights: ClassWeightsParam,
});

export type LogisticParams = z.output<typeof schema>;

/** Fills in the defaults. Throws a Failure that points at each parameter out of range or unknown. */
export function parseParams(input: unknown): LogisticParams {
  return parseParamsWith(schema, input, "logistic");
}
