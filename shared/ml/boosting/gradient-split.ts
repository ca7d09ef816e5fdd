import type { BinnedData } from "../trees/binned-data.ts";
import type { Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { gradientStride } from "./gradient-histogram.ts";
import { type PackedGradients, wholeGradient, wholeHessian } from "./packed-gradients.ts";
import type { BoostingParams } from "./params.ts";

export type Regularisation = Pick<BoostingParams, "alpha" | "lambda" | "gamma" | "minChildWeight">;

/** The worth of one unit of packed sums. */
type Units = Pick<PackedGradients, "gradientUnit" | "hessianUnit">;

/** The best split so far. */
interface Best {
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  left: number;
}

/** A sum of gradients drawn towards 0 by the L1 penalty, and no further. */
function shrunk(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  return gradient < -alpha ? gradient + alpha : 0;
}

/** The score of a leaf, by its packed sum, that lowers the penalised loss most, before the learning rate. */
export function leafScore(
  sum: number,
  { gradientUnit, hessianUnit }: Units,
  { alpha, lambda }: Regularisation,
): number {
  return -shrunk(wholeGradient(sum) * gradientUnit, alpha) / (wholeHessian(sum) * hessianUnit + lambda);
}

/**
 * The split of a node with the highest gain
 *     T(GL)²/(HL + λ) + T(GR)²/(HR + λ) - T(G)²/(H + λ) - γ,   T(G) = G drawn towards 0 by α
 * (Chen and Guestrin 2016, without the factor ½, as XGBoost counts it), or undefined where none is above 0. Missing
 * values are tried on both sides; where a node has none, they go with the heavier child. Sums are packed.
 */
export function findBestSplit(
  histogram: Histogram,
  data: BinnedData,
  features: Int32Array,
  node: number,
  units: Units,
  params: Regularisation,
): Split<number> | undefined {
  const stride = gradientStride(data);
  const hessian = wholeHessian(node) * units.hessianUnit;
  const total = shrunk(wholeGradient(node) * units.gradientUnit, params.alpha);
  const parent = (total * total) / (hessian + params.lambda) + params.gamma;
  const best: Best = { gain: 0, feature: -1, bin: 0, missingLeft: false, left: 0 };
  for (let slot = 0; slot < features.length; slot++) {
    const base = slot * stride;
    const feature = features[slot]!;
    const lastBin = data.thresholds[feature]!.length - 1;
    const scan = { histogram, base, feature, node, parent, units, params };
    const missing = histogram[base + data.maxBins]!;
    if (missing !== 0) {
      // A cut behind the last bin parts the missing values from all others.
      scanBins(best, scan, lastBin + 1, 0, false);
      scanBins(best, scan, lastBin, missing, true);
    } else if (scanBins(best, scan, lastBin, 0, false)) {
      best.missingLeft = 2 * wholeHessian(best.left) > wholeHessian(node);
    }
  }
  return best.feature < 0 ? undefined : { ...best, right: node - best.left };
}

interface Scan {
  readonly histogram: Histogram;
  readonly base: number;
  readonly feature: number;
  readonly node: number;
  readonly parent: number;
  readonly units: Units;
  readonly params: Regularisation;
}

/** Tries the first `cuts` cuts of one feature with this sum already on the left; true where one beats the best. */
function scanBins(
  best: Best,
  { histogram, base, feature, node, parent, units, params }: Scan,
  cuts: number,
  sum: number,
  missingLeft: boolean,
): boolean {
  const { alpha, lambda, minChildWeight } = params;
  const { gradientUnit, hessianUnit } = units;
  const gradient = wholeGradient(node) * gradientUnit;
  const hessian = wholeHessian(node) * hessianUnit;
  let left = sum;
  let score = best.gain + parent;
  let found = -1;
  for (let bin = 0; bin < cuts; bin++) {
    left += histogram[base + bin]!;
    const leftHessian = wholeHessian(left) * hessianUnit;
    if (leftHessian < minChildWeight) continue;
    const rightHessian = hessian - leftHessian;
    if (rightHessian < minChildWeight) break;
    const leftGradient = wholeGradient(left) * gradientUnit;
    const l = alpha === 0 ? leftGradient : shrunk(leftGradient, alpha);
    const r = alpha === 0 ? gradient - leftGradient : shrunk(gradient - leftGradient, alpha);
    // The two fractions over one denominator: there is a division only where a better cut was found.
    const numerator = l * l * (rightHessian + lambda) + r * r * (leftHessian + lambda);
    const denominator = (leftHessian + lambda) * (rightHessian + lambda);
    if (numerator > score * denominator) {
      score = numerator / denominator;
      found = bin;
      best.left = left;
    }
  }
  if (found < 0) return false;
  best.gain = score - parent;
  best.feature = feature;
  best.bin = found;
  best.missingLeft = missingLeft;
  return true;
}
