import type { ValidationFindings } from "../evaluation/cross-validation.ts";
import { repeated } from "../metrics/baselines.ts";
import { calibrationNoise } from "../metrics/calibration-noise.ts";
import { mostProbable } from "../metrics/classification.ts";
import { brierScores, logLosses, mean } from "../metrics/log-loss.ts";
import { confidenceReliability, expectedCalibrationError } from "../metrics/reliability.ts";
import { blockLengthOf } from "./block-length.ts";
import { type ChampionForecast, compareWithChampion } from "./compare-with-champion.ts";
import type { GateEvidence, GateTrading } from "./gate-evidence.ts";
import { type GateReason, reasonsAgainst } from "./gate-reasons.ts";
import { DEFAULT_GATE_THRESHOLDS, type GateThresholds } from "./gate-thresholds.ts";
import { pairedGain } from "./paired-gain.ts";

/** A model's results on the holdout; rows in any order, of all symbols. */
export interface HoldoutResult {
  /** Calibrated, row-major `[rows * 3]`. */
  readonly probabilities: ArrayLike<number>;
  readonly labels: Uint8Array;
  /** Class shares of the training part. */
  readonly prior: Float64Array;
  readonly symbol: Uint16Array;
  readonly decidedAt: Float64Array;
  /** Average uniqueness of the labels: it adds up to the effective sample size. */
  readonly uniqueness: Float64Array;
  readonly horizonBars: number;
  readonly seed: number;
}

/** Further evidence for the gate; a part that is left out asks for nothing. */
export interface GateContext {
  readonly thresholds?: GateThresholds;
  /** Rows that the model learned from. */
  readonly trainingRows?: number;
  readonly trading?: GateTrading;
  readonly champion?: ChampionForecast;
  /** Nothing is asked of it: it was made on rows that parameters may have been chosen by. */
  readonly validation?: ValidationFindings | undefined;
}

export interface GateVerdict {
  readonly passed: boolean;
  /** Why not; empty when passed. */
  readonly reasons: readonly GateReason[];
  readonly evidence: GateEvidence;
}

/**
 * Decides whether a model may serve: on the untouched holdout its log loss and its Brier score must be better than the
 * class prior's and the champion's, at the lower end of an interval, and what it states must come true as often as it
 * states. Against the prior the report shows the 95 % interval and the decision takes the stricter 99 %, because
 * retraining tries again and again, and at 95 % chance alone would be promoted every few hundred tries. A model that
 * learnt noise has a gain below zero, and one that calibration drew back to the prior has hardly any, so models without
 * knowledge pass more rarely still. Against the champion 95 % are enough: whoever gets so far has beaten the prior.
 */
export function promotionGate(result: HoldoutResult, context: GateContext = {}): GateVerdict {
  const { probabilities, labels, decidedAt, uniqueness, seed } = result;
  const { trainingRows = null, trading = null, thresholds = DEFAULT_GATE_THRESHOLDS } = context;
  const blockLength = blockLengthOf(result.symbol, decidedAt, result.horizonBars);
  const prior = repeated(result.prior, labels.length);
  const losses = { model: logLosses(probabilities, labels), prior: logLosses(prior, labels) };
  const briers = { model: brierScores(probabilities, labels), prior: brierScores(prior, labels) };
  const effectiveSampleSize = uniqueness.reduce((sum, unique) => sum + unique, 0);
  const bins = confidenceReliability(probabilities, labels);
  const predicted = mostProbable(probabilities);
  const evidence: GateEvidence = {
    modelLogLoss: mean(losses.model),
    priorLogLoss: mean(losses.prior),
    ...pairedGain(losses.prior, losses.model, decidedAt, { blockLength, seed }),
    brier: pairedGain(briers.prior, briers.model, decidedAt, { blockLength, seed }),
    champion: compareWithChampion(context.champion, {
      labels,
      decidedAt,
      logLosses: losses.model,
      brierScores: briers.model,
      blockLength,
      seed,
    }),
    calibrationError: expectedCalibrationError(bins),
    calibrationNoise: calibrationNoise(bins, effectiveSampleSize),
    accuracy: mean(Float64Array.from(labels, (label, row) => (predicted[row] === label ? 1 : 0))),
    trading,
    validation: context.validation ?? null,
    trainingRows,
    rows: labels.length,
    effectiveSampleSize,
    blockLength,
    thresholds,
  };
  const reasons = reasonsAgainst(evidence);
  return { passed: reasons.length === 0, reasons, evidence };
}
