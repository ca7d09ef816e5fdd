import type { OutputSpec } from "../indicators/outputs.ts";
import type { Bars } from "../market/bars.ts";
import type { Theme } from "./theme.ts";

/** One column of an indicator, a value a bar, NaN where there is none. */
export interface Series {
  readonly name: string;
  readonly values: Float64Array;
  readonly spec: OutputSpec;
}

/** An indicator to be drawn, under the name the legend gives it. */
export interface Study {
  readonly label: string;
  readonly series: readonly Series[];
}

/** Everything a chart shows. Sizes are in pixels. */
export interface Chart {
  readonly title: string;
  readonly bars: Bars;
  readonly isDaily: boolean;
  /** IANA zone of the time axis. */
  readonly zone: string;
  /** True where the bars' volume means anything. */
  readonly hasVolume: boolean;
  /** Drawn over the candles, in units of price. */
  readonly overlays: readonly Study[];
  /** Drawn below, each on a scale of its own. */
  readonly panels: readonly Study[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}
