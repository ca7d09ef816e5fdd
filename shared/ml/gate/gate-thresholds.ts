import { z } from "zod";

/** What an operator may ask of a model beyond a proven gain. Part of the training's spec, so that a verdict can be repeated. */
export const GateThresholdsSchema = z.strictObject({
  /** Rows that were learned from. */
  minTrainingSamples: z.int().min(1),
  /** On the whole holdout, HOLD included. 0 asks for none. */
  minAccuracy: z.number().min(0).max(1),
  /** Of the trades after costs. 0 asks for none. */
  minWinRate: z.number().min(0).max(1),
  /** Chance that the trades' Sharpe ratio is better than the best of so many worthless tries. 0 only reports it. */
  minDeflatedSharpe: z.number().min(0).max(1),
  /** Calibration error beyond what chance gives on so many effective rows. */
  maxCalibrationError: z.number().min(0).max(1),
});

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
