import { normalQuantile } from "../../math/normal-distribution.ts";

/**
 * Interval of a share (Wilson 1927) seen in `samples` independent trials. Overlapping outcomes are no independent trials:
 * give their effective number, which need not be whole.
 */
export function wilsonInterval(
  share: number,
  samples: number,
  confidence = 0.95,
): { readonly lower: number; readonly upper: number } {
  if (!(samples > 0)) return { lower: 0, upper: 1 };
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const pull = (z * z) / samples;
  const middle = (share + pull / 2) / (1 + pull);
  const half = (z * Math.sqrt((share * (1 - share)) / samples + pull / (4 * samples))) / (1 + pull);
  return { lower: middle - half, upper: middle + half };
}
