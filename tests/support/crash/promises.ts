/** Acknowledgements of a platform to its callers, over all its lives: it may lose none of them. */
export interface Promises {
  /** Chunks of bars stored, from the first one on without a gap. */
  chunks: number;
  /** Slices that jobs were seen to have behind them, by job id. */
  readonly slices: Map<string, number>;
  /** SHA-256 of the models that jobs were seen to have made, by the model's version. */
  readonly models: Map<string, string>;
  /** Acts of promotion, and the model that serves since the last one. */
  promotions: number;
  serving: string | null;
  /** Ids of predictions that were answered when they were stored. */
  readonly predictions: Set<string>;
  /** Ids of predictions that are stored after the answer, at best effort. */
  readonly loggedLater: Set<string>;
}

export function noPromises(): Promises {
  return {
    chunks: 0,
    slices: new Map(),
    models: new Map(),
    promotions: 0,
    serving: null,
    predictions: new Set(),
    loggedLater: new Set(),
  };
}

/** Chunks, slices, promotions and predictions: each grows while the platform works. */
export function countsOf({ chunks, slices, promotions, predictions }: Promises): number[] {
  const slicesInAll = [...slices.values()].reduce((sum, count) => sum + count, 0);
  return [chunks, slicesInAll, promotions, predictions.size];
}
