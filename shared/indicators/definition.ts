import { blankIncompleteBars } from "./blank-incomplete-bars.ts";
import type { IndicatorBars, InputField } from "./indicator-bars.ts";
import type { OutputSpec } from "./outputs.ts";
import { IndicatorInputError, type ParamSpecs, type Params, resolveParams } from "./params.ts";
import type { KernelState } from "./state.ts";

export const CATEGORIES = [
  "moving average",
  "momentum",
  "trend",
  "volatility",
  "volume",
  "structure",
  "statistics",
  "candle pattern",
] as const;
export type Category = (typeof CATEGORIES)[number];

/**
 * How far back a value reaches: `finite`, to `warmUp` bars and no further; `decaying`, to the first bar with weights
 * that fall off exponentially; `cumulative`, to the first bar, whatever the distance.
 */
export type Memory = "finite" | "decaying" | "cumulative";

/** An indicator, as one file of the catalogue defines it. */
export interface IndicatorSpec<P extends ParamSpecs, O extends string, S extends KernelState> {
  /** Stable name used in requests, features and docs: lower case with underscores. */
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  /** Its author and publication; and the variant taken where there are several. */
  readonly source: string;
  readonly params: P;
  /** The fault in a combination of parameters that are each in range. */
  readonly refuse?: (params: Params<P>) => string | undefined;
  readonly inputs: readonly InputField[];
  readonly outputs: Readonly<Record<O, OutputSpec<Params<P>>>>;
  readonly memory: Memory;
  /** How many bars pass before the first at which every output has a value (sparse outputs: could have one). */
  readonly warmUp: (params: Params<P>) => number;
  /** Memory of the kernels before the first bar. */
  readonly state: (params: Params<P>) => S;
  /**
   * Takes the next bars and moves the state on. Values are causal: row i knows bars up to i and nothing later; an
   * output with a confirmation lag gives in row i its value for bar i - lag. A NaN input is a missing bar.
   */
  readonly run: (bars: Required<IndicatorBars>, params: Params<P>, state: S) => Record<O, Float64Array>;
  /**
   * The classical form of outputs that a shift by the confirmation lag does not give: it sees all bars at once. Where
   * later bars redraw without bound the lag is infinite, and `run` gives NaN.
   */
  readonly redraw?: (bars: Required<IndicatorBars>, params: Params<P>) => Partial<Record<O, Float64Array>>;
}

/** An entry of the catalogue. */
export interface Indicator<O extends string = string> {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly source: string;
  readonly params: ParamSpecs;
  readonly inputs: readonly InputField[];
  readonly outputs: Readonly<Record<O, OutputSpec>>;
  readonly memory: Memory;
  /** Defaults filled in, everything checked; throws IndicatorInputError. */
  parse(given?: Readonly<Record<string, number>>): Readonly<Record<string, number>>;
  warmUp(params?: Readonly<Record<string, number>>): number;
  state(params?: Readonly<Record<string, number>>): KernelState;
  /** Outputs in a classical form that sees all bars at once, see IndicatorSpec.redraw. */
  redraw(bars: IndicatorBars, params: Readonly<Record<string, number>>): Partial<Record<O, Float64Array>>;
  /** The next bars, resuming at (and moving on) the state: causal, see IndicatorSpec.run. */
  run(
    bars: IndicatorBars,
    params: Readonly<Record<string, number>>,
    state: KernelState,
  ): Record<O, Float64Array>;
}

/** Makes an entry of the catalogue: checks parameters and columns, and skips incomplete bars, for every indicator alike. */
export function defineIndicator<const P extends ParamSpecs, O extends string, S extends KernelState>(
  spec: IndicatorSpec<P, O, S>,
): Indicator<O> {
  const parse = (given: Readonly<Record<string, number>> = {}) => {
    const params = resolveParams(spec.params, given);
    const refusal = spec.refuse?.(params);
    if (refusal) throw new IndicatorInputError(refusal);
    return params;
  };
  const complete = (bars: IndicatorBars) => {
    const absent = spec.inputs.find((field) => bars[field]?.length !== bars.close.length);
    if (absent) throw new IndicatorInputError(`${spec.id} needs the column "${absent}", one value a bar`);
    return blankIncompleteBars(bars, spec.inputs) as Required<IndicatorBars>;
  };
  return {
    ...spec,
    outputs: spec.outputs as Readonly<Record<O, OutputSpec>>,
    parse,
    warmUp: (given) => spec.warmUp(parse(given)),
    state: (given) => spec.state(parse(given)),
    run: (bars, given, state) => spec.run(complete(bars), given as Params<P>, state as S),
    redraw: (bars, given) => spec.redraw?.(complete(bars), given as Params<P>) ?? {},
  };
}
