/** The two price barriers of a label around a price. */
export interface BarrierLevels {
  readonly upper: number;
  readonly lower: number;
}

/** A level this close to the grid, in ticks, is on it: the division has rounding of its own. */
const GRID_TOLERANCE = 1e-6;

/**
 * price (1 +- distance) on the instrument's tick grid, rounded away from the price: a level that is touched is never
 * nearer than the barrier it stands for. No price is below 0.
 */
export function barrierLevels(price: number, distance: number, tickSize: number): BarrierLevels {
  return {
    upper: onGrid(Math.ceil((price * (1 + distance)) / tickSize - GRID_TOLERANCE), tickSize),
    lower: onGrid(Math.max(0, Math.floor((price * (1 - distance)) / tickSize + GRID_TOLERANCE)), tickSize),
  };
}

function onGrid(ticks: number, tickSize: number): number {
  return withoutDust(ticks * tickSize);
}

/** 12 digits keep every price and drop the dust of binary fractions (3 * 0.1 = 0.30000000000000004). */
export function withoutDust(price: number): number {
  return Number(price.toPrecision(12));
}
