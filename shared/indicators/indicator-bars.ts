import type { Bars } from "../market/bars.ts";

/** Bars, and for two-series indicators the closes of the instrument compared with, bar by bar. */
export interface IndicatorBars extends Bars {
  readonly reference?: Float64Array;
}

export type InputField = keyof IndicatorBars;
