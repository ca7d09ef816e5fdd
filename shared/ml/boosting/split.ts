import type { BinnedData } from "./binned-data.ts";
import { type Histogram, histogramStride } from "./histogram.ts";
import type { BoostingParams } from "./params.ts";

/** Sums of the derivatives of a node's rows. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
}

export interface Split {
  gain: number;
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

/** Share of a node's hessian below which its missing values are rounding errors of subtracted histograms. */
const MISSING_NOISE = 1e-9;

/**
 * The split of a node with the highest gain
 *     GL²/(HL + λ) + GR²/(HR + λ) - G²/(H + λ) - γ
 * (Chen and Guestrin 2016, without the factor ½, as XGBoost counts it), or undefined where none is above 0. Missing
 * values are tried on both sides; where a node has none, they go with the heavier child.
 */
export function findBestSplit(
  histogram: Histogram,
  data: BinnedData,
  features: Int32Array,
  node: NodeSums,
  params: BoostingParams,
): Split | undefined {
  const stride = histogramStride(data);
  const parent = (node.gradient * node.gradient) / (node.hessian + params.lambda) + params.gamma;
  const best: Split = { gain: 0, feature: -1, bin: 0, missingLeft: false, leftGradient: 0, leftHessian: 0 };
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
  return best.feature < 0 ? undefined : best;
}

interface Scan {
  readonly histogram: Histogram;
  readonly base: number;
  readonly feature: number;
  readonly node: NodeSums;
  readonly parent: number;
  readonly params: BoostingParams;
}

/** Tries the first `cuts` cuts of one feature with these sums already on the left; true where one beats the best. */
function scanBins(
  best: Split,
  { histogram, base, feature, node, parent, params }: Scan,
  cuts: number,
  gradient: number,
  hessian: number,
  missingLeft: boolean,
): boolean {
  const { lambda, minChildWeight } = params;
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
    const right = node.gradient - left;
    // The two fractions over one denominator: there is a division only where a better cut was found.
    const numerator = left * left * (rightHessian + lambda) + right * right * (leftHessian + lambda);
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
