const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * The float32 next below: for float32 numbers, x < t is the same as x <= floatBelow(t). NaN below -Infinity, which
 * nothing is less than or equal to.
 */
export function floatBelow(value: number): number {
  if (value === Number.NEGATIVE_INFINITY) return Number.NaN;
  float[0] = value === 0 ? 0 : value;
  if (value > 0) bits[0]! -= 1;
  else if (value === 0) bits[0] = 0x80000001 | 0;
  else bits[0]! += 1;
  return float[0]!;
}
