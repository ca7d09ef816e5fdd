/** Taylor coefficients of sin(2 pi x), from x^17 down to x; within a quarter turn the error is below 1e-13. */
const COEFFICIENTS = Float64Array.of(17, 15, 13, 11, 9, 7, 5, 3, 1).map((power) => {
  let coefficient = power % 4 === 1 ? 1 : -1;
  for (let k = 1; k <= power; k++) coefficient *= (2 * Math.PI) / k;
  return coefficient;
});

/** Sine of an angle in turns (1 is the full circle), made of + and * alone so that every engine gives the same bits. */
export function sinOfTurn(turns: number): number {
  let x = turns - Math.floor(turns + 0.5);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const square = x * x;
  let value = 0;
  for (let i = 0; i < COEFFICIENTS.length; i++) value = value * square + COEFFICIENTS[i]!;
  return value * x;
}

/** Cosine of an angle in turns. */
export const cosOfTurn = (turns: number): number => sinOfTurn(turns + 0.25);
