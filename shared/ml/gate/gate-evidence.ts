import type { DeflatedSharpe } from "../../performance/sharpe-significance.ts";
import type { ValidationFindings } from "../evaluation/cross-validation.ts";
import type { ChampionEvidence } from "./compare-with-champion.ts";
import type { GateThresholds } from "./gate-thresholds.ts";
import type { PairedGain } from "./paired-gain.ts";

/** Figures of the holdout's trades after costs. */
export interface GateTrading {
  /** Share of them that earned something; null without a trade. */
  readonly winRate: number | null;
  /** Null where their returns do not vary. */
  readonly deflatedSharpe: DeflatedSharpe | null;
}

/** The findings that the gate decides by. */
export interface GateEvidence extends PairedGain {
  readonly modelLogLoss: number;
  readonly priorLogLoss: number;
  /** Brier score saved by the model against the class prior. The members beside it are of the log loss, in nats a row. */
  readonly brier: PairedGain;
  readonly champion: ChampionEvidence;
  readonly calibrationError: number;
  /** Calibration error that chance gives a perfect model on so many effective rows. */
  readonly calibrationNoise: number;
  readonly accuracy: number;
  readonly trading: GateTrading | null;
  readonly validation: ValidationFindings | null;
  readonly trainingRows: number | null;
  readonly rows: number;
  readonly effectiveSampleSize: number;
  /** In distinct decision times of all symbols. */
  readonly blockLength: number;
  readonly thresholds: GateThresholds;
}
