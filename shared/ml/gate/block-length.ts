import { slowestSpan } from "../splits/slowest-span.ts";

/**
 * A block covers eight horizons. Overlapping labels depend on each other over one, but gains do for longer: what the
 * features and the barriers' volatility look back on makes a model wrong for a hundred bars on end. On a hundred null
 * markets at horizon 12 the 95 % interval had the true gain, which is known there, in 92 with blocks of four horizons
 * and in 96 with blocks of eight.
 */
const HORIZONS_PER_BLOCK = 8;

/** Nine blocks in ten have the eight horizons of every symbol in them. */
const SHARE = 0.9;

/**
 * Length of a bootstrap block in distinct decision times: eight horizons of the slowest symbol. All symbols share the
 * blocks, and beside one that trades around the clock a share's eight horizons take five times as many times. Of one
 * calendar it is exactly eight horizons of bars.
 */
export function blockLengthOf(
  symbol: ArrayLike<number>,
  decidedAt: Float64Array,
  horizonBars: number,
): number {
  const bars = HORIZONS_PER_BLOCK * horizonBars;
  return Math.max(bars, slowestSpan(symbol, ranksOf(decidedAt), bars, SHARE));
}

/** The place of each time among the distinct ones. */
function ranksOf(times: Float64Array): Float64Array {
  const distinct = [...new Set(times.slice().sort())];
  const rankAt = new Map(distinct.map((time, rank) => [time, rank]));
  return times.map((time) => rankAt.get(time)!);
}
