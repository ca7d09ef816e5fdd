import type { BinnedData } from "../trees/binned-data.ts";
import type { Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { gradientStride } from "./gradient-histogram.ts";
import type { BoostingParams } from "./params.ts";

/** Sums of the derivatives of a node's rows. */
export interface GradientSums {
  readonly gradient: number;
  readonly hessian: number;
}

export type Regularisation = Pick<BoostingParams, "alpha" | "lambda" | "gamma" | "minChildWeight">;

/** The best split so far. */
interface Best {
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

/** Share of a node's hessian below which its missing values are rounding errors of subtracted histograms. */
const MISSING_NOISE = 1e-9;

/** A sum of gradients drawn towards 0 by the L1 penalty, and no further. */
function shrunk(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  return gradient < -alpha ? gradient + alpha : 0;
}

/** The score of a leaf that lowers the penalised loss most, before the learning rate. */
export function leafScore({ gradient, hessian }: GradientSums, { alpha, lambda }: Regularisation): number {
  return -shrunk(gradient, alpha) / (hessian + lambda);
}

/**
 * The split of a node with the highest gain
 *     T(GL)²/(HL + λ) + T(GR)²/(HR + λ) - T(G)²/(H + λ) - γ,   T(G) = G drawn towards 0 by α
 * (Chen and Guestrin 2016, without the factor ½, as XGBoost counts it), or undefined where none is above 0. Missing
 * values are tried on both sides; where a node has none, they go with the heavier child.
 */
export function findBestSplit(
  histogram: Histogram,
  data: BinnedData,
  features: Int32Array,
  node: GradientSums,
  params: Regularisation,
): Split<GradientSums> | undefined {
  const stride = gradientStride(data);
  const total = shrunk(node.gradient, params.alpha);
  const parent = (total * total) / (node.hessian + params.lambda) + params.gamma;
  const best: Best = { gain: 0, feature: -1, bin: 0, missingLeft: false, leftGradient: 0, leftHessian: 0 };
  for (let slot = 0; slot < features.length; slot++) {
    const base = slot * stride;
    const missing = base + 2 * data.maxBins;
    const feature = features[slot]!;
    const lastBin = data.thresholds[feature]!.length - 1;
    const scan = { histogram, base, feature, node, parent, params };
    if (histogram[missing + 1]! > MISSING_NOISE * node.hessian) {
      // A cut behind the last bin parts the missing values from all others.
      scanBins(best, scan, lastBin + 1, 0, 0, false);
      scanBins(best, scan, lastBin, histogram[missing]!, histogram[missing + 1]!, true);
    } else if (scanBins(best, scan, lastBin, 0, 0, false)) {
      best.missingLeft = 2 * best.leftHessian > node.hessian;
    }
  }
  return best.feature < 0 ? undefined : splitOf(best, node);
}

function splitOf({ leftGradient, leftHessian, ...cut }: Best, node: GradientSums): Split<GradientSums> {
  return {
    ...cut,
    left: { gradient: leftGradient, hessian: leftHessian },
    right: { gradient: node.gradient - leftGradient, hessian: node.hessian - leftHessian },
  };
}

interface Scan {
  readonly histogram: Histogram;
  readonly base: number;
  readonly feature: number;
  readonly node: GradientSums;
  readonly parent: number;
  readonly params: Regularisation;
}

/** Tries the first `cuts` cuts of one feature with these sums already on the left; true where one beats the best. */
function scanBins(
  best: Best,
  { histogram, base, feature, node, parent, params }: Scan,
  cuts: number,
  gradient: number,
  hessian: number,
  missingLeft: boolean,
): boolean {
  const { alpha, lambda, minChildWeight } = params;
  let left = gradient;
  let leftHessian = hessian;
  let score = best.gain + parent;
  let found = -1;
  for (let bin = 0, at = base; bin < cuts; bin++, at += 2) {
    left += histogram[at]!;
    leftHessian += histogram[at + 1]!;
    if (leftHessian < minChildWeight) continue;
    const rightHessian = node.hessian - leftHessian;
    if (rightHessian < minChildWeight) break;
    const l = alpha === 0 ? left : shrunk(left, alpha);
    const r = alpha === 0 ? node.gradient - left : shrunk(node.gradient - left, alpha);
    // The two fractions over one denominator: there is a division only where a better cut was found.
    const numerator = l * l * (rightHessian + lambda) + r * r * (leftHessian + lambda);
    const denominator = (leftHessian + lambda) * (rightHessian + lambda);
    if (numerator > score * denominator) {
      score = numerator / denominator;
      found = bin;
      best.leftGradient = left;
      best.leftHessian = leftHessian;
    }
  }
  if (found < 0) return false;
  best.gain = score - parent;
  best.feature = feature;
  best.bin = found;
  best.missingLeft = missingLeft;
  return true;
}
