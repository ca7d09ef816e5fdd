import * as z from "zod";
import { ClassWeightsParam } from "../class-weights.ts";
import { parseParamsWith } from "../parse-params.ts";
import type { Growth } from "../trees/growth.ts";

/** Parameters that both ways to grow trees share; XGBoost's own name of each where it has another. */
const SHARED = {
  /** Boosting rounds, each grows one tree a class (n_estimators). */
  rounds: z.int().min(1).max(5000).default(200),
  learningRate: z.number().positive().max(1).default(0.05),
  /** Least sum of hessians in a leaf. XGBoost's softmax hessian is twice ours. */
  minChildWeight: z.number().min(1e-3).default(1),
  /** L1 penalty on leaf scores (reg_alpha). */
  alpha: z.number().min(0).default(0),
  /** L2 penalty on leaf scores (reg_lambda). */
  lambda: z.number().min(0).default(1),
  /** Least gain of a split (min_split_loss). */
  gamma: z.number().min(0).default(0),
  /** Share of the rows drawn for a round. */
  subsample: z.number().positive().max(1).default(1),
  /** Share of the features drawn for a tree (colsample_bytree). */
  colsample: z.number().positive().max(1).default(1),
  /** Bins a feature, missing values apart (max_bin). */
  maxBins: z.int().min(2).max(255).default(255),
  classWeights: ClassWeightsParam,
  /** Rounds without a lower validation loss before learning stops; only where the data has validation rows. */
  patience: z.int().min(1).default(20),
};

/** More leaves than this say the single row. */
const MAX_LEAVES = 4096;

const SCHEMAS = {
  leafwise: z.strictObject({
    ...SHARED,
    maxLeaves: z.int().min(2).max(MAX_LEAVES).default(31),
    maxDepth: z.int().min(1).max(32).default(6),
  }),
  depthwise: z.strictObject({
    ...SHARED,
    /** Without a limit of its own, as many as the depth allows. */
    maxLeaves: z.int().min(2).max(MAX_LEAVES).default(MAX_LEAVES),
    maxDepth: z.int().min(1).max(12).default(6),
  }),
} satisfies Record<Growth, z.ZodType>;

export type BoostingParams = z.output<(typeof SCHEMAS)["leafwise"]>;

/** Fills in the defaults. Throws a Failure that points at each parameter out of range or unknown. */
export function parseParams(growth: Growth, input: unknown): BoostingParams {
  return parseParamsWith(SCHEMAS[growth], input, `boosting-${growth}`);
}
