import { emptyBars } from "../market/bars.ts";
import type { Indicator } from "./definition.ts";
import type { IndicatorBars, InputField } from "./indicator-bars.ts";
import { restoreState, type SavedState, saveState } from "./state.ts";

/** One bar as a record; `reference` for two-series indicators only. */
export type StreamBar = Partial<Record<InputField, number>>;

/** An indicator fed bar by bar, at a cost that does not grow with the history. */
export interface IndicatorStream<O extends string> {
  /** The values known at this bar's close: what `computeConfirmed` gives in the bar's row, bit for bit. */
  next(bar: StreamBar): Record<O, number>;
  /** Everything needed to go on in another isolate, as JSON. */
  save(): SavedState;
}

/**
 * @param given parameters that differ from the defaults
 * @param saved what `save` gave for the same indicator and parameters; without it the stream starts afresh
 * @throws IndicatorInputError on a bad parameter; RangeError on a saved state of another indicator or parameters
 */
export function openStream<O extends string>(
  indicator: Indicator<O>,
  given: Readonly<Record<string, number>> = {},
  saved?: SavedState,
): IndicatorStream<O> {
  const params = indicator.parse(given);
  const state = indicator.state(params);
  if (saved) restoreState(state, saved);
  const one: IndicatorBars = { ...emptyBars(1), reference: new Float64Array(1) };
  return {
    next(bar) {
      for (const field of indicator.inputs) one[field]![0] = bar[field] ?? Number.NaN;
      const values = Object.entries<Float64Array>(indicator.run(one, params, state));
      return Object.fromEntries(values.map(([name, column]) => [name, column[0]])) as Record<O, number>;
    },
    save: () => saveState(state),
  };
}
