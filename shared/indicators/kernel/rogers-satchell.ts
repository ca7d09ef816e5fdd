import { logRatio } from "./log-ratio.ts";

/** Rogers and Satchell's variance of each bar, which a drift does not bias. */
export function rogersSatchellTerms(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
): Float64Array {
  const up = logRatio(high, open);
  const down = logRatio(low, open);
  const body = logRatio(close, open);
  return up.map((u, i) => u * (u - body[i]!) + down[i]! * (down[i]! - body[i]!));
}
