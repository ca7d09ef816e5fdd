/** What is configured about predictions, and not asked for by a caller. */
export interface PredictionPolicy {
  /** Edge |buy - sell| below which neither side is suggested, unless a request names its own. */
  readonly neutralBand: number;
  /** So many missing bars are a feed's delay; more, and nothing is said. */
  readonly toleratedMissedBars: number;
  /** How long an answer may be given again; 0 = never. */
  readonly cacheMs: number;
}

export const DEFAULT_POLICY: PredictionPolicy = {
  neutralBand: 0.05,
  toleratedMissedBars: 3,
  cacheMs: 45_000,
};
