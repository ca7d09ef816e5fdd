import type { z } from "zod";
import type { GateThresholdsSchema } from "./gate-thresholds-schema.ts";

export type GateThresholds = z.output<typeof GateThresholdsSchema>;

/**
 * No accuracy and no win rate are asked for: at full coverage both lie near the base rate on a liquid market, whatever
 * the model knows, and a fixed figure would only be met by choosing labels, costs or symbols until it is. What decides is
 * the gain over the class prior and over the champion. A gain can be knowledge of calm and busy hours alone, of which no
 * trade lives: the trades must, after costs, more likely than not be better than the best of as many worthless tries.
 */
export const DEFAULT_GATE_THRESHOLDS: GateThresholds = {
  minTrainingSamples: 500,
  minAccuracy: 0,
  minWinRate: 0,
  minDeflatedSharpe: 0.5,
  maxCalibrationError: 0.05,
};
