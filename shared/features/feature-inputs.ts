import { lag } from "../indicators/kernel/lag.ts";
import { rollingMax, rollingMin } from "../indicators/kernel/rolling-extreme.ts";
import { trueRange } from "../indicators/kernel/true-range.ts";
import { overWindows, type Reduce } from "../indicators/kernel/window.ts";
import type { AggregatedBars } from "../market/aggregate-bars.ts";
import type { Bars } from "../market/bars.ts";
import { type CalendarColumns, calendarColumns } from "../market/calendar.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Timeframe } from "../market/timeframe.ts";
import { log } from "../math/elementary.ts";
import { higherTimeframe } from "./higher-timeframe.ts";
import { finiteExponential } from "./kernel/finite-exponential.ts";
import { windowSum } from "./kernel/window-sum.ts";

/** The average true range that distances are measured in. */
const ATR_PERIOD = 14;

/**
 * The inputs of features: the bars and columns derived from them, each computed once, when first asked for.
 */
export class FeatureInputs {
  readonly bars: Bars;
  readonly rows: number;
  readonly #instrument: Instrument;
  readonly #timeframe: Timeframe;
  readonly #newest: number;
  readonly #columns = new Map<string, Float64Array>();
  #calendar: CalendarColumns | undefined;
  #higher: AggregatedBars | undefined;

  /** @param newest rows that are asked for, counted from the newest: the windows of the others are left out */
  constructor(bars: Bars, instrument: Instrument, timeframe: Timeframe, newest = bars.ts.length) {
    this.bars = bars;
    this.rows = bars.ts.length;
    this.#instrument = instrument;
    this.#timeframe = timeframe;
    this.#newest = newest;
  }

  /** A column under a name of its own, computed at the first call. */
  column(name: string, compute: () => Float64Array): Float64Array {
    const known = this.#columns.get(name) ?? compute();
    this.#columns.set(name, known);
    return known;
  }

  /** A column computed bar by bar. */
  each(value: (row: number) => number): Float64Array {
    const column = new Float64Array(this.rows);
    for (let row = 0; row < this.rows; row++) column[row] = value(row);
    return column;
  }

  get logClose(): Float64Array {
    return this.column("logClose", () => this.bars.close.map(log));
  }

  /** Log return of one bar; NaN at the first. */
  get logReturn(): Float64Array {
    return this.column("logReturn", () => this.change(this.logClose, 1));
  }

  get squaredReturn(): Float64Array {
    return this.column("squaredReturn", () => this.logReturn.map((r) => r * r));
  }

  get trueRange(): Float64Array {
    return this.column("trueRange", () => trueRange(this.bars.high, this.bars.low, this.bars.close));
  }

  /** Mean true range of 14 bars, in price units: plain means, because Wilder's never forget. Needs 15 bars. */
  get atr(): Float64Array {
    return this.column("atr", () => this.mean(this.trueRange, ATR_PERIOD));
  }

  get typicalPrice(): Float64Array {
    const { high, low, close } = this.bars;
    return this.column("typicalPrice", () => this.each((i) => (high[i]! + low[i]! + close[i]!) / 3));
  }

  get calendar(): CalendarColumns {
    this.#calendar ??= calendarColumns(this.bars.ts, this.#timeframe, this.#instrument.calendar);
    return this.#calendar;
  }

  /** Bars of the next timeframe up, and how many of them were complete at each bar. */
  get higher(): AggregatedBars {
    this.#higher ??= higherTimeframe(this.bars, this.#timeframe, this.#instrument.calendar, this.calendar);
    return this.#higher;
  }

  /** Mean of the last `period` values. */
  mean(x: Float64Array, period: number): Float64Array {
    const means = windowSum(x, period);
    for (let row = 0; row < means.length; row++) means[row] = means[row]! / period;
    return means;
  }

  /** Root mean square of the last `period` log returns. Needs period + 1 bars. */
  volatility(period: number): Float64Array {
    return this.column(`volatility_${period}`, () =>
      windowSum(this.squaredReturn, period).map((squares) => Math.sqrt(squares / period)),
    );
  }

  /** Simple average of the close. */
  average(period: number): Float64Array {
    return this.column(`average_${period}`, () => this.mean(this.bars.close, period));
  }

  /** Exponential average of the close over a window of four spans. */
  exponential(span: number): Float64Array {
    return this.column(`exponential_${span}`, () => finiteExponential(this.bars.close, span));
  }

  highest(period: number): Float64Array {
    return this.column(`highest_${period}`, () => rollingMax(this.bars.high, period));
  }

  lowest(period: number): Float64Array {
    return this.column(`lowest_${period}`, () => rollingMin(this.bars.low, period));
  }

  /** Difference to the value `bars` bars before. */
  change(x: Float64Array, bars: number): Float64Array {
    const changes = lag(x, bars);
    for (let row = 0; row < changes.length; row++) changes[row] = x[row]! - changes[row]!;
    return changes;
  }

  /** Distance of `a` above `b` in average true ranges; 0 where the market does not move. */
  inAtr(a: Float64Array, b: Float64Array): Float64Array {
    const { atr } = this;
    return this.each((i) => (atr[i] === 0 ? 0 : (a[i]! - b[i]!) / atr[i]!));
  }

  /**
   * A statistic of each window of `period` values; NaN before the rows that are asked for. Each window is reduced afresh,
   * so a row has the same bits with the others left out. No feature may look back on such a column.
   */
  over(x: Float64Array, period: number, reduce: Reduce): Float64Array {
    const from = x.length - this.#newest - period + 1;
    const read = x.subarray(Math.max(0, from));
    // A window passes over missing values, so it may begin before the last `period` rows.
    if (from <= 0 || read.some(Number.isNaN)) return overWindows(x, period, reduce);
    const out = new Float64Array(x.length).fill(Number.NaN);
    out.set(overWindows(read, period, reduce), from);
    return out;
  }
}
