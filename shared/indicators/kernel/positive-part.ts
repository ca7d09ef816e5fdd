/**
 * x where it is positive, else 0. Prices rise and fall like the toss of a coin, and a branch (Math.max has one) that the
 * processor guesses wrong costs more than the arithmetic of a whole bar.
 */
export const positivePart = (x: number): number => (Math.abs(x) + x) / 2;
