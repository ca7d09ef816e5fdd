import type { Indicator } from "./definition.ts";
import type { IndicatorBars } from "./indicator-bars.ts";

/**
 * The indicator in its classical form: each value stands at the bar it speaks of, as charts draw it, so outputs with a
 * confirmation lag were not known when that bar closed (and their last `lag` values are NaN).
 * @param given parameters that differ from the defaults
 * @returns one column of `bars.close.length` values an output, NaN in the warm-up
 * @throws IndicatorInputError on a bad parameter or a missing column
 */
export function compute<O extends string>(
  indicator: Indicator<O>,
  bars: IndicatorBars,
  given: Readonly<Record<string, number>> = {},
): Record<O, Float64Array> {
  const params = indicator.parse(given);
  const values = computeConfirmed(indicator, bars, params);
  for (const name of Object.keys(values) as O[]) {
    const lag = indicator.outputs[name].confirmationLag?.(params) ?? 0;
    if (lag > 0 && lag < Number.POSITIVE_INFINITY) values[name] = shiftBack(values[name], lag);
  }
  return Object.assign(values, indicator.redraw(bars, params));
}

/**
 * Outputs as they were known at the close of each bar: row i of an output with a confirmation lag is its value for bar i - lag.
 * Nothing here ever looks ahead, so features and models read this form.
 */
export function computeConfirmed<O extends string>(
  indicator: Indicator<O>,
  bars: IndicatorBars,
  given: Readonly<Record<string, number>> = {},
): Record<O, Float64Array> {
  const params = indicator.parse(given);
  return indicator.run(bars, params, indicator.state(params));
}

function shiftBack(values: Float64Array, lag: number): Float64Array {
  const shifted = new Float64Array(values.length).fill(Number.NaN);
  shifted.set(values.subarray(lag));
  return shifted;
}
