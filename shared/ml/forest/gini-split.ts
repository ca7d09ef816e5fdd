import type { BinnedData } from "../trees/binned-data.ts";
import type { Split } from "../trees/criterion.ts";
import type { Histogram } from "../trees/histogram.ts";
import { binPlace, classStride } from "./class-histogram.ts";

/** Rows of each class. */
export type ClassCounts = readonly [number, number, number];

/** Gains below this share of a row are rounding errors. */
const MIN_GAIN = 1e-9;

interface Best {
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  left: ClassCounts;
}

const total = ([a, b, c]: ClassCounts): number => a + b + c;
const squares = ([a, b, c]: ClassCounts): number => a * a + b * b + c * c;
const less = (a: ClassCounts, b: ClassCounts): ClassCounts => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/**
 * The split that lowers the Gini impurity of a node's rows most:
 *     gain = Σ L²/|L| + Σ R²/|R| - Σ N²/|N|   over the counts of the classes
 * (Breiman et al. 1984), or undefined where none does. Missing values are tried on both sides; where a node has none,
 * they go with the larger child.
 */
export function findBestSplit(
  histogram: Histogram,
  data: BinnedData,
  features: Int32Array,
  node: ClassCounts,
  minLeafRows: number,
): Split<ClassCounts> | undefined {
  const best: Best = { gain: MIN_GAIN, feature: -1, bin: 0, missingLeft: false, left: [0, 0, 0] };
  for (let slot = 0; slot < features.length; slot++) {
    const feature = features[slot]!;
    const base = slot * classStride(data);
    const lastBin = data.thresholds[feature]!.length - 1;
    const scan: Scan = { histogram, base, feature, node, minLeafRows };
    const missing = countsAt(histogram, base + binPlace(data.maxBins));
    if (total(missing) > 0) {
      // A cut behind the last bin parts the missing values from all others.
      scanBins(best, scan, lastBin + 1, [0, 0, 0], false);
      scanBins(best, scan, lastBin, missing, true);
    } else if (scanBins(best, scan, lastBin, missing, false)) {
      best.missingLeft = 2 * total(best.left) > total(node);
    }
  }
  return best.feature < 0 ? undefined : { ...best, right: less(node, best.left) };
}

function countsAt(histogram: Histogram, at: number): ClassCounts {
  return [histogram[at]!, histogram[at + 1]!, histogram[at + 2]!];
}

interface Scan {
  readonly histogram: Histogram;
  readonly base: number;
  readonly feature: number;
  readonly node: ClassCounts;
  readonly minLeafRows: number;
}

/** Tries the first `cuts` cuts of one feature with these rows already on the left; true where one beats the best. */
function scanBins(
  best: Best,
  { histogram, base, feature, node, minLeafRows }: Scan,
  cuts: number,
  [sell, hold, buy]: ClassCounts,
  missingLeft: boolean,
): boolean {
  const [nodeSell, nodeHold, nodeBuy] = node;
  const rows = total(node);
  const parent = squares(node) / rows;
  let score = best.gain + parent;
  let found = -1;
  for (let bin = 0; bin < cuts; bin++) {
    const at = base + binPlace(bin);
    sell += histogram[at]!;
    hold += histogram[at + 1]!;
    buy += histogram[at + 2]!;
    const left = sell + hold + buy;
    if (left < minLeafRows) continue;
    const right = rows - left;
    if (right < minLeafRows) break;
    const [s, h, b] = [nodeSell - sell, nodeHold - hold, nodeBuy - buy];
    // The two fractions over one denominator: there is a division only where a better cut was found.
    const numerator = (sell * sell + hold * hold + buy * buy) * right + (s * s + h * h + b * b) * left;
    if (numerator > score * left * right) {
      score = numerator / (left * right);
      found = bin;
      best.left = [sell, hold, buy];
    }
  }
  if (found < 0) return false;
  best.gain = score - parent;
  best.feature = feature;
  best.bin = found;
  best.missingLeft = missingLeft;
  return true;
}
