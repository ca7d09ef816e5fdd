import { brierScores, logLosses } from "../metrics/log-loss.ts";
import { type PairedGain, pairedGain } from "./paired-gain.ts";

/** With fewer blocks the bootstrap sees too few independent stretches for its interval to mean 95 %. */
export const MIN_BLOCKS = 10;

/** Why there is nothing to compare with. */
export type NoComparison =
  | "no_champion"
  /** It reads other features, so this job has no rows for it. */
  | "other_feature_set"
  /** Its outcomes mean something else. */
  | "other_labels"
  /** Its file is gone, or this process cannot run it. */
  | "file_unusable"
  /** It learned from so much of the holdout that too little is left. */
  | "holdout_not_unseen";

/** The serving model's forecast of the holdout's rows that it has never seen, or why there is none. */
export type ChampionForecast =
  | {
      readonly version: string;
      /** Which of the holdout's rows, ascending. */
      readonly rows: Uint32Array;
      /** Of these rows, row-major. */
      readonly probabilities: ArrayLike<number>;
    }
  | { readonly version: string | null; readonly none: NoComparison };

export type ChampionEvidence =
  | {
      readonly compared: true;
      readonly version: string;
      readonly rows: number;
      readonly logLoss: PairedGain;
      readonly brier: PairedGain;
    }
  | { readonly compared: false; readonly version: string | null; readonly why: NoComparison };

/** The challenger's side: losses of every row of the holdout. */
interface Challenger {
  readonly labels: Uint8Array;
  readonly decidedAt: Float64Array;
  readonly logLosses: Float64Array;
  readonly brierScores: Float64Array;
  readonly blockLength: number;
  readonly seed: number;
}

/** The challenger's gain over the champion on the rows that neither has seen. */
export function compareWithChampion(
  champion: ChampionForecast | undefined,
  challenger: Challenger,
): ChampionEvidence {
  if (!champion) return { compared: false, version: null, why: "no_champion" };
  const { version } = champion;
  if ("none" in champion) return { compared: false, version, why: champion.none };
  const { rows, probabilities } = champion;
  if (rows.length === 0) return { compared: false, version: champion.version, why: "holdout_not_unseen" };
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  const labels = Uint8Array.from(rows, (row) => challenger.labels[row]!);
  const gainOver = (reference: Float64Array, own: Float64Array) =>
    pairedGain(reference, pick(own), pick(challenger.decidedAt), challenger);
  const logLoss = gainOver(logLosses(probabilities, labels), challenger.logLosses);
  if (logLoss.blocks < MIN_BLOCKS)
    return { compared: false, version: champion.version, why: "holdout_not_unseen" };
  const brier = gainOver(brierScores(probabilities, labels), challenger.brierScores);
  return { compared: true, version: champion.version, rows: rows.length, logLoss, brier };
}
