/** A line with bands `multiplier` widths above and below it. */
export function channel(middle: Float64Array, width: Float64Array, multiplier: number) {
  return {
    upper: middle.map((value, i) => value + multiplier * width[i]!),
    middle,
    lower: middle.map((value, i) => value - multiplier * width[i]!),
  };
}
