import { MIN_BLOCKS } from "./compare-with-champion.ts";
import type { GateEvidence } from "./gate-evidence.ts";

export type GateReasonCode =
  | "holdout_too_small"
  | "gain_not_proven"
  | "gain_too_small"
  | "brier_gain_not_proven"
  | "champion_not_beaten"
  | "champion_brier_not_beaten"
  | "calibration_error_too_large"
  | "too_few_training_samples"
  | "accuracy_too_low"
  | "win_rate_too_low"
  | "sharpe_not_proven";

export interface GateReason {
  readonly code: GateReasonCode;
  readonly detail: string;
}

/** In nats a row. A model this close to the class prior is of no use, and is where chance passes most easily. */
const MIN_GAIN = 0.001;

/** The gain that a file may seem to have over itself: one side was computed in float64, the other in float32. */
const ROUNDING = 1e-6;

/** Everything that speaks against a model; nothing does where the list is empty. */
export function reasonsAgainst(evidence: GateEvidence): GateReason[] {
  return [...aboutGain(evidence), ...aboutChampion(evidence), ...aboutThresholds(evidence)];
}

const reason = (isBad: boolean, code: GateReasonCode, detail: string): GateReason[] =>
  isBad ? [{ code, detail }] : [];

function aboutGain({ blocks, blockLength, lower99, gain, brier }: GateEvidence): GateReason[] {
  return [
    ...reason(
      blocks < MIN_BLOCKS,
      "holdout_too_small",
      `the holdout has ${blocks} blocks of ${blockLength} bar times; ${MIN_BLOCKS} are needed`,
    ),
    ...reason(
      !(lower99 > 0),
      "gain_not_proven",
      `the gain over the class prior is ${gain.toFixed(5)} nats, its lower 99 % bound ${lower99.toFixed(5)}`,
    ),
    ...reason(
      gain < MIN_GAIN,
      "gain_too_small",
      `the gain over the class prior is ${gain.toFixed(5)} nats; at least ${MIN_GAIN} are worth serving`,
    ),
    ...reason(
      !(brier.lower99 > 0),
      "brier_gain_not_proven",
      `the Brier score is better than the class prior's by ${brier.gain.toFixed(5)}, its lower 99 % bound ${brier.lower99.toFixed(5)}`,
    ),
  ];
}

function aboutChampion({ champion }: GateEvidence): GateReason[] {
  if (!champion.compared) return [];
  const { version, logLoss, brier } = champion;
  return [
    ...reason(
      !(logLoss.lower > ROUNDING),
      "champion_not_beaten",
      `the gain over ${version} is ${logLoss.gain.toFixed(5)} nats, its lower 95 % bound ${logLoss.lower.toFixed(5)}`,
    ),
    ...reason(
      !(brier.lower > ROUNDING),
      "champion_brier_not_beaten",
      `the Brier score is better than that of ${version} by ${brier.gain.toFixed(5)}, its lower 95 % bound ${brier.lower.toFixed(5)}`,
    ),
  ];
}

function aboutThresholds(evidence: GateEvidence): GateReason[] {
  const { thresholds, calibrationError, calibrationNoise, trainingRows, accuracy, trading } = evidence;
  const deflated = trading?.deflatedSharpe?.value ?? 0;
  return [
    ...reason(
      calibrationError - calibrationNoise > thresholds.maxCalibrationError,
      "calibration_error_too_large",
      `the calibration error is ${calibrationError.toFixed(4)}, of which chance explains ${calibrationNoise.toFixed(4)}; ${thresholds.maxCalibrationError} beyond that are allowed`,
    ),
    ...reason(
      trainingRows !== null && trainingRows < thresholds.minTrainingSamples,
      "too_few_training_samples",
      `it learned from ${trainingRows} samples; ${thresholds.minTrainingSamples} are asked for`,
    ),
    ...reason(
      accuracy < thresholds.minAccuracy,
      "accuracy_too_low",
      `the accuracy is ${accuracy.toFixed(4)}; ${thresholds.minAccuracy} is asked for`,
    ),
    ...reason(
      trading !== null && (trading.winRate ?? 0) < thresholds.minWinRate,
      "win_rate_too_low",
      `the win rate is ${trading?.winRate?.toFixed(4) ?? "that of no trade"}; ${thresholds.minWinRate} is asked for`,
    ),
    ...reason(
      trading !== null && deflated < thresholds.minDeflatedSharpe,
      "sharpe_not_proven",
      `the deflated Sharpe ratio is ${deflated.toFixed(4)}; ${thresholds.minDeflatedSharpe} is asked for`,
    ),
  ];
}
