import type { ModelScope } from "./model-store.ts";

/** A configuration that was fitted and scored, kept or not. */
export interface Trial {
  /** Its number within the job. */
  readonly trial: number;
  readonly family: string;
  readonly params: unknown;
  readonly seed: number;
  readonly logLoss: number;
  /** Per day, after costs; null when its trades' days do not vary. */
  readonly sharpe: number | null;
  readonly metrics: Readonly<Record<string, unknown>>;
}

export interface TrialBatch extends ModelScope {
  readonly jobId: string;
  /** The symbols of the universe, which these trials may be the first to name. */
  readonly symbols: readonly string[];
  readonly trials: readonly Trial[];
}

/** Every configuration that was ever tried. The best of many looks good by chance, so none may go uncounted. */
export interface TrialLog {
  /** The same trial of the same job again changes nothing. */
  record(batch: TrialBatch): Promise<void>;
  /**
   * How many configurations were ever tried on bars that a model of these symbols sees, trained models among them:
   * universes that share a symbol, and every horizon.
   */
  countTrials(bars: Pick<TrialBatch, "symbols" | "timeframe">): Promise<number>;
}
