import * as z from "zod";
import { ClassWeightsParam } from "../class-weights.ts";
import { parseParamsWith } from "../parse-params.ts";

const schema = z.strictObject({
  trees: z.int().min(1).max(1000).default(100),
  maxDepth: z.int().min(1).max(32).default(10),
  maxLeaves: z.int().min(2).max(16_384).default(512),
  /** Least number of drawn rows in a leaf. */
  minLeafRows: z.int().min(1).default(20),
  /** Features that a node may be split by, drawn anew for each: the square root of their number, or a share of them. */
  maxFeatures: z.union([z.literal("sqrt"), z.number().positive().max(1)]).default("sqrt"),
  /** Bins a feature, missing values apart. */
  maxBins: z.int().min(2).max(255).default(128),
  classWeights: ClassWeightsParam,
});

export type ForestParams = z.output<typeof schema>;

/** Fills in the defaults. Throws a Failure that points at each parameter out of range or unknown. */
export function parseParams(input: unknown): ForestParams {
  return parseParamsWith(schema, input, "forest");
}
