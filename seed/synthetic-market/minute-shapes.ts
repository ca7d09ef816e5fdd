import { Random } from "../../shared/math/random.ts";
import { exponentialQuantiles, normalQuantiles } from "./quantiles.ts";

/** 10 bits choose a shape, so one draw of the generator makes three minutes. */
export const SHAPE_BITS = 10;
export const SHAPE_FIELDS = 4;

const SHAPES = 1 << SHAPE_BITS;
/** Mean reach of a Brownian path of unit variance beyond its ends: E max - E max(0, end) = sqrt(2/pi) / 2. */
const MEAN_WICK = 0.4;
/** Volume of a minute that goes nowhere, as a multiple of the mean; the rest grows with the minute's move. */
const IDLE_VOLUME = 0.4;

/**
 * The minutes that every hour is made of, equally likely: [close, high, low] as distances from the open in standard
 * deviations, and volume as a multiple of the mean. Closes are normal quantiles, wicks exponential and independent.
 */
export const MINUTE_SHAPES = drawShapes(Random.seeded(1));

function drawShapes(random: Random): Float64Array {
  const moves = normalQuantiles(SHAPES);
  const wicks = exponentialQuantiles(SHAPES).map((wick) => MEAN_WICK * wick);
  const meanMove = moves.reduce((sum, move) => sum + Math.abs(move), 0) / SHAPES;
  const shapes = new Float64Array(SHAPES * SHAPE_FIELDS);
  moves.forEach((move, i) => {
    const shape = [
      move,
      Math.max(move, 0) + wicks[random.below(SHAPES)]!,
      Math.min(move, 0) - wicks[random.below(SHAPES)]!,
      IDLE_VOLUME + ((1 - IDLE_VOLUME) * Math.abs(move)) / meanMove,
    ];
    shapes.set(shape, i * SHAPE_FIELDS);
  });
  return shapes;
}
