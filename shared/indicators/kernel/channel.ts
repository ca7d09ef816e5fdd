/** A line with bands `multiplier` widths above and below it. */
export function channel(middle: Float64Array, width: Float64Array, multiplier: number) {
  const upper = new Float64Array(middle.length);
  const lower = new Float64Array(middle.length);
  for (let i = 0; i < middle.length; i++) {
    upper[i] = middle[i]! + multiplier * width[i]!;
    lower[i] = middle[i]! - multiplier * width[i]!;
  }
  return { upper, middle, lower };
}
