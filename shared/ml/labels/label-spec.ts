/**
 * triple_barrier: what a position with a profit target, a stop and a time limit comes to. fixed_horizon: where the price
 * stands when the horizon ends.
 */
export const LABEL_KINDS = ["triple_barrier", "fixed_horizon"] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** How an outcome is defined. Stored with every model: serving draws its targets and stops from the same numbers. */
export interface LabelSpec {
  readonly kind: LabelKind;
  /**
   * Triple barrier: the time barrier, counted in the instrument's own bars, so that nights and weekends do not shorten
   * it. Fixed horizon: the time that so many bars take, on the clock.
   */
  readonly horizonBars: number;
  /**
   * In units of sigma sqrt(horizon): the distance of both price barriers, or, for a fixed horizon, the largest move that
   * still counts as none.
   */
  readonly barrierMultiple: number;
  /** Number of returns that sigma looks back on. */
  readonly volatilityWindow: number;
}

/** Label of a row whose outcome is not known: warm-up, no movement to measure, or a horizon beyond the last bar. */
export const UNLABELLED = 255;

/** The outcome of a position opened after each bar; every column is as long as the bars. */
export interface Labels {
  /** 0 SELL, 1 HOLD, 2 BUY (the order of CLASSES), or UNLABELLED. */
  readonly label: Uint8Array;
  /** Row of the bar that settled the outcome; -1 where unlabelled. The label depends on bars row + 1 .. end. */
  readonly end: Int32Array;
  /** Return of a long position before costs, as a fraction of the entry price; NaN where unlabelled. */
  readonly longReturn: Float64Array;
  /** The same for a short position. */
  readonly shortReturn: Float64Array;
  /** Distance of the price barriers (or the edge of the neutral band) from the entry, as a fraction of it; known for the newest bar too. */
  readonly distance: Float64Array;
}

/** Labels of which none is known yet. */
export function noLabels(distance: Float64Array): Labels {
  const rows = distance.length;
  return {
    label: new Uint8Array(rows).fill(UNLABELLED),
    end: new Int32Array(rows).fill(-1),
    longReturn: new Float64Array(rows).fill(Number.NaN),
    shortReturn: new Float64Array(rows).fill(Number.NaN),
    distance,
  };
}

/** A barrier needs a few bars in which it can be touched; a fixed horizon needs only its end. */
const MIN_BARS: Readonly<Record<LabelKind, number>> = { triple_barrier: 4, fixed_horizon: 1 };
/** Shortest horizon of any kind of label. */
export const MIN_HORIZON_BARS = MIN_BARS.fixed_horizon;

/** A third of all normally distributed moves are smaller than 0.43 sigma: three classes of about the same size. */
const MULTIPLES: Readonly<Record<LabelKind, number>> = { triple_barrier: 1, fixed_horizon: 0.43 };

export function minHorizonBars(kind: LabelKind): number {
  return MIN_BARS[kind];
}

/** Fills in the defaults (barriers at 1 sigma or a neutral band of 0.43, 100 returns); throws a RangeError on a value out of range. */
export function createLabelSpec(spec: Pick<LabelSpec, "horizonBars"> & Partial<LabelSpec>): LabelSpec {
  const { kind = "triple_barrier", horizonBars, volatilityWindow = 100 } = spec;
  const barrierMultiple = spec.barrierMultiple ?? MULTIPLES[kind];
  if (!Number.isInteger(horizonBars) || horizonBars < MIN_BARS[kind])
    throw new RangeError(`horizonBars must be a whole number of at least ${MIN_BARS[kind]}`);
  if (!(barrierMultiple > 0 && barrierMultiple < Number.POSITIVE_INFINITY))
    throw new RangeError("barrierMultiple must be positive");
  if (!Number.isInteger(volatilityWindow) || volatilityWindow < 2)
    throw new RangeError("volatilityWindow must be a whole number of at least 2");
  return { kind, horizonBars, barrierMultiple, volatilityWindow };
}
