import { BinaryReader, BinaryWriter } from "../binary.ts";
import { sortedSample } from "../sorted-sample.ts";

/** A feature cut into bins: bin b holds the values in (thresholds[b - 1], thresholds[b]]. */
export interface BinnedColumn {
  /** Bin of each row; a missing value (NaN) has bin `maxBins`, whatever the number of bins. */
  readonly bins: Uint8Array;
  /** Ascending upper edges, the last +Infinity. */
  readonly thresholds: Float32Array;
}

/** Values that the edges are chosen from. */
const MAX_SORTED = 65_536;

/**
 * Cuts one feature at the quantiles of its training rows (the first `trainingRows`), or between every two different
 * values where there are few. Rows after them are only put into the bins.
 */
export function binColumn(values: Float32Array, trainingRows: number, maxBins: number): BinnedColumn {
  const thresholds = chooseThresholds(sortedSample(values.subarray(0, trainingRows), MAX_SORTED), maxBins);
  const bins = new Uint8Array(values.length);
  const grid = new BinGrid(thresholds);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    bins[row] = Number.isNaN(value) ? maxBins : grid.binOf(value);
  }
  return { bins, thresholds };
}

function chooseThresholds(sorted: Float32Array, maxBins: number): Float32Array {
  const different = differentValues(sorted, maxBins);
  const lowers = different ?? quantiles(sorted, maxBins);
  const thresholds: number[] = [];
  for (const lower of lowers) {
    const upper = sorted[indexAbove(sorted, lower)];
    if (upper !== undefined) thresholds.push(between(lower, upper));
  }
  return Float32Array.of(...thresholds, Number.POSITIVE_INFINITY);
}

/** The different values, ascending, or undefined where there are more than `limit`. */
function differentValues(sorted: Float32Array, limit: number): number[] | undefined {
  const values: number[] = [];
  for (let at = 0; at < sorted.length; at = indexAbove(sorted, sorted[at]!)) {
    if (values.length === limit) return undefined;
    values.push(sorted[at]!);
  }
  return values;
}

function quantiles(sorted: Float32Array, maxBins: number): number[] {
  const values: number[] = [];
  for (let bin = 1; bin < maxBins; bin++) {
    const value = sorted[Math.floor((bin * sorted.length) / maxBins)]!;
    if (value !== values.at(-1)) values.push(value);
  }
  return values;
}

/** Index of the first value above the given one. */
function indexAbove(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A float32 t with lower <= t < upper, halfway where that is one. */
function between(lower: number, upper: number): number {
  const middle = Math.fround(lower + (upper - lower) / 2);
  return middle >= lower && middle < upper ? middle : lower;
}

/** Cells of a grid: some for each bin, few enough to stay in the nearest cache. */
const CELLS = 1024;

/**
 * Finds bins by a grid of equal cells over the edges: most cells have one bin or two, so there is little to search. That
 * a higher value is never in a lower cell is all that the result depends on.
 */
class BinGrid {
  readonly #thresholds: Float32Array;
  readonly #from: number;
  readonly #cellsPerUnit: number;
  /** Number of thresholds in the cells before each: the lowest bin of its values, and of the next cell's the highest. */
  readonly #first = new Uint8Array(CELLS + 1);

  constructor(thresholds: Float32Array) {
    this.#thresholds = thresholds;
    const [from, to] = [thresholds[0]!, thresholds.at(-2) ?? Number.NaN];
    this.#from = Number.isFinite(from) ? from : 0;
    this.#cellsPerUnit = to - from > 0 && to - from < Number.POSITIVE_INFINITY ? CELLS / (to - from) : 0;
    const last = thresholds.length - 1;
    for (let cell = 0, bin = 0; cell <= CELLS; cell++) {
      while (bin < last && this.#cellOf(thresholds[bin]!) < cell) bin++;
      this.#first[cell] = bin;
    }
  }

  /** The first bin whose threshold is not below the value. */
  binOf(value: number): number {
    const cell = this.#cellOf(value);
    let low = this.#first[cell]!;
    let high = this.#first[cell + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#thresholds[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #cellOf(value: number): number {
    const place = (value - this.#from) * this.#cellsPerUnit;
    if (!(place > 0)) return 0;
    return place < CELLS ? Math.trunc(place) : CELLS - 1;
  }
}

const TAG = "binned-column-1";

export function encodeBinnedColumn({ bins, thresholds }: BinnedColumn): Uint8Array<ArrayBuffer> {
  return new BinaryWriter(TAG).array(bins).array(thresholds).bytes();
}

/** Throws a RangeError on bytes that are not a binned column. */
export function decodeBinnedColumn(bytes: Uint8Array): BinnedColumn {
  const reader = new BinaryReader(bytes, TAG);
  const bins = reader.array(Uint8Array);
  const thresholds = reader.array(Float32Array);
  reader.end();
  return { bins, thresholds };
}
