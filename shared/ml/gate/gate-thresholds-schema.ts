import * as z from "zod";

/** Thresholds that an operator may ask of a model beyond a proven gain. Part of the training's spec, so that a verdict can be repeated. */
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
