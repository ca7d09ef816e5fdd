/** The unit of an output; it tells how the output moves when prices or volumes are rescaled. */
export type Unit = "price" | "price2" | "volume" | "money" | "ratio";

/** One column that an indicator gives. */
export interface OutputSpec<P = Readonly<Record<string, number>>> {
  readonly unit: Unit;
  /** Bounds that no value leaves, where the formula has them. */
  readonly range?: readonly [min: number, max: number];
  /** True where most bars have no value (fractals, pivots): a missing value then says "none here". */
  readonly sparse?: true;
  /** True where values jump from one side of the price to the other: a line between would show values that were none. */
  readonly jumps?: true;
  /** A value is final only this many bars after the bar it stands at; infinite where it is redrawn without bound. */
  readonly confirmationLag?: (params: P) => number;
}

/** In units of price: scales with it. */
export const price: OutputSpec = { unit: "price" };
/** In units of price squared (variances). */
export const squaredPrice: OutputSpec = { unit: "price2" };
/** In units of volume: the same whatever the price's scale. */
export const volume: OutputSpec = { unit: "volume" };
/** Price times volume. */
export const money: OutputSpec = { unit: "money" };
/** A pure number. */
export const ratio: OutputSpec = { unit: "ratio" };

/** A pure number that stays within bounds. */
export function bounded(min: number, max: number): OutputSpec {
  return { unit: "ratio", range: [min, max] };
}

/** The same output, missing at most bars. */
export function sparse(output: OutputSpec): OutputSpec {
  return { ...output, sparse: true };
}

/** The same output, jumping from one side of the price to the other. */
export function jumping(output: OutputSpec): OutputSpec {
  return { ...output, jumps: true };
}

/** The same output, final only `lag` bars later. */
export function confirmedAfter<P>(lag: (params: P) => number, output: OutputSpec): OutputSpec<P> {
  const { confirmationLag: _, ...rest } = output;
  return { ...rest, confirmationLag: lag };
}

/** The same output, redrawn by later bars without bound: good for charts, never for features. */
export function redrawn(output: OutputSpec): OutputSpec {
  return { ...output, sparse: true, confirmationLag: () => Number.POSITIVE_INFINITY };
}
